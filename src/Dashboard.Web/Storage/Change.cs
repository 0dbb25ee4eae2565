using LiteDB;

namespace Dashboard.Web.Storage;

/// <summary>The collections of the data file.</summary>
internal static class Collections
{
    public const string Meta = "meta", Runs = "runs", Trials = "trials", Studies = "studies", Shares = "shares", Frozen = "frozen",
        Tokens = "tokens", Audit = "audit";
}

/// <summary>One document to write (replacing the one with that id), or with null to remove.</summary>
internal sealed record Change(string Collection, BsonValue Id, BsonDocument? Document)
{
    public static Change Put(string collection, BsonDocument document) => new(collection, document["_id"], document);

    public static Change Remove(string collection, BsonValue id) => new(collection, id, null);
}
