using System.IO.Compression;
using System.Text;
using Dashboard.Web.Sharing;
using LiteDB;

namespace Dashboard.Web.Storage;

/// <summary>A shared link as a document, and what a frozen one shows as another.</summary>
internal static class ShareDocument
{
    /// <summary>LiteDB's documents end at 16 MB.</summary>
    private const int ContentLimit = 15_000_000;
    public const string Content = "gzip";

    public static BsonDocument Write(Share share) => new BsonDocument
    {
        ["_id"] = share.Id,
        ["hash"] = share.TokenHash,
        ["kind"] = share.Kind.ToString(),
        ["target"] = share.Target,
        ["title"] = share.Title,
        ["frozen"] = share.IsFrozen,
        ["created"] = Documents.Ticks(share.CreatedAt),
        ["by"] = share.CreatedBy,
        ["expires"] = Documents.Ticks(share.ExpiresAt),
        ["used"] = Documents.Ticks(share.LastUsedAt),
        ["revoked"] = Documents.Ticks(share.RevokedAt),
    }.Seal();

    public static Share Read(BsonDocument document)
    {
        document.Unseal();
        return new()
        {
            Id = document["_id"].AsString,
            TokenHash = document["hash"].AsString,
            Kind = document["kind"].Name<ShareKind>(),
            Target = document["target"].AsString,
            Title = document["title"].AsString,
            IsFrozen = document["frozen"].AsBoolean,
            CreatedAt = document["created"].Time(),
            // Null in files from before links had makers.
            CreatedBy = document["by"].MaybeText(),
            ExpiresAt = document["expires"].MaybeTime(),
            LastUsedAt = document["used"].MaybeTime(),
            RevokedAt = document["revoked"].MaybeTime(),
        };
    }

    /// <exception cref="ArgumentException">Too large even when compressed.</exception>
    public static BsonDocument WriteContent(string id, string json)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(json));
        if (bytes.Length > ContentLimit)
            throw new ArgumentException($"What the link would show is too large ({bytes.Length / 1_000_000} MB compressed, at most {ContentLimit / 1_000_000} MB). Share fewer runs, or a live link.");
        return new BsonDocument { ["_id"] = id, [Content] = bytes.ToArray() };
    }

    public static string ReadContent(BsonDocument document)
    {
        // The format has its own checksum.
        using var gzip = new GZipStream(new MemoryStream(document[Content].AsBinary), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
