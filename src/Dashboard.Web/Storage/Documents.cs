using System.Globalization;
using Dashboard.Engine.Runs;
using LiteDB;

namespace Dashboard.Web.Storage;

/// <summary>
/// What the documents have in common. Mapped by hand, not by LiteDB's mapper, which trims strings, turns "" into null, and
/// cuts times to local milliseconds: here a value comes back exactly as it went in. Times are UTC ticks, enums their names.
/// </summary>
internal static class Documents
{
    private const string Sum = "sum";

    public static BsonValue Ticks(DateTime? time) => time is { } t ? Ticks(t) : BsonValue.Null;

    public static BsonValue Ticks(DateTime time) => (time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time).Ticks;

    public static DateTime Time(this BsonValue value) => new(value.AsInt64, DateTimeKind.Utc);

    public static DateTime? MaybeTime(this BsonValue value) => value.IsNull ? null : value.Time();

    public static BsonValue Maybe(double? value) => value is { } number ? number : BsonValue.Null;

    public static double? MaybeDouble(this BsonValue value) => value.IsNull ? null : value.AsDouble;

    public static string? MaybeText(this BsonValue value) => value.IsNull ? null : value.AsString;

    public static BsonValue Launcher(Launcher? by) => by is null ? BsonValue.Null : new BsonDocument { ["key"] = by.Key, ["name"] = by.Name };

    /// <summary>Null in files from before it was kept.</summary>
    public static Launcher? MaybeLauncher(this BsonValue value) => value.IsNull ? null : new(value["key"].AsString, value["name"].MaybeText());

    /// <exception cref="InvalidDataException">This version has no such name.</exception>
    public static T Name<T>(this BsonValue value) where T : struct, Enum => Named<T>(value.AsString);

    /// <summary>By name only: Enum.Parse takes any number.</summary>
    /// <exception cref="InvalidDataException">This version has no such name.</exception>
    public static T Named<T>(string? name) where T : struct, Enum => Enum.TryParse<T>(name, out var value) && value.ToString() == name
        ? value : throw new InvalidDataException($"This version knows no {typeof(T).Name} '{name}'");

    public static BsonValue Texts(IEnumerable<string> values) => new BsonArray(values.Select(v => new BsonValue(v)));

    public static string[] Texts(this BsonValue value) => [.. value.AsArray.Select(v => v.AsString)];

    /// <summary>Numbers as one short text: an array of 27 lengths would take 27 values to read.</summary>
    public static BsonValue Numbers<T>(IEnumerable<T> values) where T : IFormattable =>
        string.Join(',', values.Select(v => v.ToString(null, CultureInfo.InvariantCulture)));

    public static T[] Numbers<T>(this BsonValue value) where T : IParsable<T> => value.AsString.Length == 0
        ? []
        : [.. value.AsString.Split(',').Select(v => T.Parse(v, CultureInfo.InvariantCulture))];

    /// <summary>Adds a checksum over all other fields: LiteDB does not notice changed bytes.</summary>
    public static BsonDocument Seal(this BsonDocument document)
    {
        document.Remove(Sum);
        document[Sum] = (long)BlobChecksum.Of(BsonSerializer.Serialize(document));
        return document;
    }

    /// <exception cref="InvalidDataException">The checksum is wrong.</exception>
    public static BsonDocument Unseal(this BsonDocument document)
    {
        var sum = document[Sum];
        document.Remove(Sum);
        if (!sum.IsInt64 || sum.AsInt64 != BlobChecksum.Of(BsonSerializer.Serialize(document)))
            throw new InvalidDataException("A record's checksum is wrong.");
        return document;
    }
}
