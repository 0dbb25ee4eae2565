using LiteDB;
using LiteDB.Engine;

namespace Dashboard.Web.Storage;

/// <summary>The few calls of LiteDB the store is made of. All of them read to the end before they return: a held reader makes the log grow.</summary>
internal static class EngineCalls
{
    // Parameters, not Query.EQ: that puts the value into the expression's text, which is then compiled anew each time (1 ms).
    public static BsonDocument? FindById(this LiteEngine engine, string collection, BsonValue id) =>
        engine.Documents(collection, BsonExpression.Create("$._id = @0", id)).FirstOrDefault();

    /// <summary>What these changes would replace: for each its document as it now is, or null.</summary>
    public static Change[] Before(this LiteEngine engine, IReadOnlyList<Change> changes)
    {
        var before = new List<Change>();
        foreach (var group in changes.GroupBy(c => c.Collection))
        {
            var stored = engine.Records(group.Key, BsonExpression.Create("$._id IN @0", new BsonArray(group.Select(c => c.Id)))).ToDictionary(r => r.Key);
            // What cannot be read cannot be put back; written over, it is mended.
            before.AddRange(group.Where(c => stored.GetValueOrDefault(c.Id) is not { Document: null }).Select(c => c with { Document = stored.GetValueOrDefault(c.Id)?.Document }));
        }
        return [.. before];
    }

    /// <summary>
    /// Records of which one may be damaged: that one comes without its document. The disk failing, or the order of the file
    /// being lost, concerns all and is thrown.
    /// </summary>
    public static List<StoredRecord> Records(this LiteEngine engine, string collection, BsonExpression? where = null)
    {
        var keys = engine.Keys(collection, where);
        if (keys.Count == 0) return [];
        try
        {
            // Both come in the order of one index.
            var documents = engine.Documents(collection, where);
            if (documents.Count == keys.Count) return [.. keys.Zip(documents, Checked)];
        }
        catch (Exception e) when (IsOfOneRecord(e))
        {
            // Which one it is the next loop finds.
        }
        return keys.ConvertAll(key =>
        {
            try
            {
                return engine.FindById(collection, key) is { } document ? Checked(key, document) : new(key, null, "The file's index does not lead to it");
            }
            catch (Exception e) when (IsOfOneRecord(e))
            {
                return new(key, null, $"Its bytes make no document ({e.Message.TrimEnd('.')})");
            }
        });
    }

    private static StoredRecord Checked(BsonValue key, BsonDocument document) =>
        document["_id"] == key ? new(key, document, null) : new(key, null, "It is filed under another id than its own");

    /// <summary>Bytes that make no document are that document's fault, and the engine goes on. When it finds its own pages wrong it closes itself.</summary>
    private static bool IsOfOneRecord(Exception e) =>
        e is not (OutOfMemoryException or LiteException { ErrorCode: LiteException.INVALID_DATAFILE_STATE }) && IoError.Find(e) is null;

    /// <summary>The ids of a collection, from its index alone: no document is read.</summary>
    public static List<BsonValue> Keys(this LiteEngine engine, string collection, BsonExpression? where = null)
    {
        var query = new Query { Select = KeyOnly };
        if (where is not null) query.Where.Add(where);
        var keys = new List<BsonValue>();
        using var reader = engine.Query(collection, query);
        while (reader.Read()) keys.Add(reader.Current.AsDocument["_id"]);
        return keys;
    }

    private static BsonExpression KeyOnly { get; } = BsonExpression.Create("{ _id: $._id }");

    public static List<BsonDocument> Documents(this LiteEngine engine, string collection, BsonExpression? where = null)
    {
        var query = new Query();
        if (where is not null) query.Where.Add(where);
        var documents = new List<BsonDocument>();
        using var reader = engine.Query(collection, query);
        while (reader.Read()) documents.Add(reader.Current.AsDocument);
        return documents;
    }

    /// <summary>All or nothing, in the data file when it returns: a commit alone can be lost when the process is killed.</summary>
    public static void Write(this LiteEngine engine, IReadOnlyList<Change> changes)
    {
        engine.BeginTrans();
        foreach (var group in changes.GroupBy(c => c.Collection))
        {
            var removed = group.Where(c => c.Document is null).Select(c => c.Id).ToArray();
            var put = group.Select(c => c.Document).OfType<BsonDocument>().ToArray();
            if (removed.Length > 0) engine.Delete(group.Key, removed);
            if (put.Length > 0) engine.Upsert(group.Key, put, BsonAutoId.ObjectId);
        }
        engine.Commit();
        engine.Checkpoint();
    }
}
