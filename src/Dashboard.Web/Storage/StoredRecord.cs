using LiteDB;

namespace Dashboard.Web.Storage;

/// <summary>A record as the file gave it.</summary>
/// <param name="Key">The id it is filed under.</param>
/// <param name="Document">Its document; null where the engine cannot read it.</param>
/// <param name="Why">What is wrong, where there is no document.</param>
internal sealed record StoredRecord(BsonValue Key, BsonDocument? Document, string? Why)
{
    /// <summary>Reads the document as what it should be.</summary>
    /// <param name="read">Turns the document into the value; what it throws is the record's fault.</param>
    /// <param name="value">The value.</param>
    /// <param name="why">What is wrong, in words, where there is none.</param>
    public bool TryRead<T>(Func<BsonDocument, T> read, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value, out string why)
    {
        (value, why) = (default, Why ?? "");
        if (Document is null) return false;
        try
        {
            value = read(Document);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            why = e is InvalidDataException ? e.Message.TrimEnd('.') : $"Its fields are not what they should be ({e.Message.TrimEnd('.')})";
            return false;
        }
    }
}
