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
        var stored = changes.Select(c => c.Collection).Distinct().ToDictionary(c => c, c => engine.Documents(c, BsonExpression.Create(
            "$._id IN @0", new BsonArray(changes.Where(x => x.Collection == c).Select(x => x.Id)))).ToDictionary(d => d["_id"]));
        return [.. changes.Select(c => c with { Document = stored[c.Collection].GetValueOrDefault(c.Id) })];
    }

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
