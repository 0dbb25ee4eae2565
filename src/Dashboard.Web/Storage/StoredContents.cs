using Dashboard.Engine.Runs;
using Dashboard.Web.Operations;
using Dashboard.Web.People;
using Dashboard.Web.Sharing;
using LiteDB;

namespace Dashboard.Web.Storage;

/// <summary>All that is kept in memory, read when the store opens: everything but trials and frozen pages.</summary>
internal sealed record StoredContents(Run[] Runs, Study[] Studies, Share[] Shares, AccessToken[] Tokens, AuditEntry[] Audit)
{
    /// <summary>The collections that are kept in memory.</summary>
    public static IReadOnlyList<string> Collections { get; } =
        [Storage.Collections.Runs, Storage.Collections.Studies, Storage.Collections.Shares, Storage.Collections.Tokens, Storage.Collections.Audit];

    private const string Backup = "A backup from before has it; a newer version of this server may read it.";

    /// <summary>Reads what can be read; what cannot is named in <paramref name="damaged"/>.</summary>
    /// <param name="records">Gives the records of a collection.</param>
    /// <param name="damaged">Told of each record that cannot be read.</param>
    public static StoredContents Read(Func<string, IReadOnlyList<StoredRecord>> records, DamagedRecords damaged)
    {
        return new(
            Of(Storage.Collections.Runs, "run", "name", RunDocument.Read, r => r.Id),
            Of(Storage.Collections.Studies, "study", "name", StudyDocument.Read, s => s.Id),
            Of(Storage.Collections.Shares, "shared link", "title", ShareDocument.Read, s => s.Id),
            Of(Storage.Collections.Tokens, "token", "name", TokenDocument.Read, t => t.Id),
            Of(Storage.Collections.Audit, "line of who did what", "title", AuditDocument.Read, e => e.Id));

        T[] Of<T>(string collection, string kind, string title, Func<BsonDocument, T> read, Func<T, string> id)
        {
            var values = new Dictionary<string, T>();
            foreach (var record in records(collection))
                if (!record.TryRead(read, out var value, out var why)) damaged.Add(collection, record.Key, Named(kind, title, record, why));
                else values[id(value)] = value;
            return [.. values.Values];
        }
    }

    private static DamagedRecord Named(string kind, string title, StoredRecord record, string why)
    {
        var name = record.Document is { } document && document[title] is { IsString: true } text ? $" “{text.AsString}”" : "";
        return new($"The {kind}{name} ({(record.Key.IsString ? record.Key.AsString : record.Key)})", why, Backup);
    }
}
