using Dashboard.Web.People;
using LiteDB;

namespace Dashboard.Web.Storage;

/// <summary>A token with a name as a document; of its secret only the hash.</summary>
internal static class TokenDocument
{
    public const string Role = "role";

    public static BsonDocument Write(AccessToken token) => new BsonDocument
    {
        ["_id"] = token.Id,
        ["hash"] = token.Hash,
        ["name"] = token.Name,
        [Role] = token.Role.ToString(),
        ["created"] = Documents.Ticks(token.CreatedAt),
        ["by"] = token.CreatedBy,
        ["used"] = Documents.Ticks(token.LastUsedAt),
        ["revoked"] = Documents.Ticks(token.RevokedAt),
    }.Seal();

    public static AccessToken Read(BsonDocument document)
    {
        document.Unseal();
        return new()
        {
            Id = document["_id"].AsString,
            Hash = document["hash"].AsString,
            Name = document["name"].AsString,
            Role = document[Role].Name<Role>(),
            CreatedAt = document["created"].Time(),
            CreatedBy = document["by"].MaybeText(),
            LastUsedAt = document["used"].MaybeTime(),
            RevokedAt = document["revoked"].MaybeTime(),
        };
    }
}

/// <summary>A line of who did what as a document.</summary>
internal static class AuditDocument
{
    public const string Deed = "deed";

    public static BsonDocument Write(AuditEntry entry) => new BsonDocument
    {
        ["_id"] = entry.Id,
        ["at"] = Documents.Ticks(entry.At),
        ["by"] = entry.By,
        [Deed] = entry.Deed.ToString(),
        ["target"] = entry.Target,
        ["title"] = entry.Title,
        ["refused"] = entry.Refused,
    }.Seal();

    public static AuditEntry Read(BsonDocument document)
    {
        document.Unseal();
        return new(document["_id"].AsString, document["at"].Time(), document["by"].MaybeText(), document[Deed].Name<Deed>(),
            document["target"].AsString, document["title"].AsString,
            // Not in files from before refusals were noted.
            document["refused"] is { IsBoolean: true, AsBoolean: true });
    }
}
