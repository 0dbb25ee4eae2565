using System.Collections.Concurrent;
using Dashboard.Engine.Runs;
using Dashboard.Web.Sharing;
using LiteDB;

namespace Dashboard.Web.Storage;

/// <summary>Shared links: in memory and in the data file; what is kept with them only in the file.</summary>
internal sealed class LiteShareStore(LiteStore store) : IShareStore
{
    private readonly ConcurrentDictionary<string, Share> byHash = new(store.Contents.Shares.Select(s => KeyValuePair.Create(s.TokenHash, s)));
    private readonly HashSet<string> touched = [];

    public void Add(Share share, string? keptJson = null)
    {
        lock (store.Gate)
        {
            if (byHash.ContainsKey(share.TokenHash) || ById(share.Id) is not null)
                throw new ArgumentException($"There is a link '{share.Id}' already.", nameof(share));
            store.Write([
                Change.Put(Collections.Shares, ShareDocument.Write(share)),
                .. keptJson is null ? [] : new[] { Change.Put(Collections.Frozen, ShareDocument.WriteContent(share.Id, keptJson)) },
            ]);
            byHash[share.TokenHash] = share;
        }
    }

    public IReadOnlyList<Share> List() => [.. byHash.Values.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id, StringComparer.Ordinal)];

    public Share? FindByHash(string tokenHash) => byHash.GetValueOrDefault(tokenHash);

    public string? KeptJson(string id)
    {
        if (ById(id) is not { } share) return null;
        var found = store.Records(Collections.Frozen, BsonExpression.Create("$._id = @0", id));
        // A live link goes without where there was nothing to keep when it was made.
        if (found.Count == 0 && !share.IsFrozen) return null;
        var record = found is [var only] ? only : new(id, null, "It is not in the file");
        if (record.TryRead(ShareDocument.ReadContent, out var json, out var why)) return json;
        store.Damaged.Add(Collections.Frozen, id, new($"What the {(share.IsFrozen ? "frozen" : "live")} link “{share.Title}” ({id}) shows", why, "Revoke the link and share the view again; a backup from before has it."));
        return null;
    }

    public Share? Revoke(string id, DateTime now)
    {
        lock (store.Gate)
        {
            if (ById(id) is not { } share) return null;
            if (share.RevokedAt is not null) return share;
            var revoked = share with { RevokedAt = now };
            store.Write([Change.Put(Collections.Shares, ShareDocument.Write(revoked))]);
            // Nobody will miss what it showed.
            store.Damaged.Forget(Collections.Frozen, id);
            return byHash[share.TokenHash] = revoked;
        }
    }

    public void Touch(string id, DateTime now)
    {
        lock (store.Gate)
        {
            if (ById(id) is not { } share) return;
            byHash[share.TokenHash] = share with { LastUsedAt = now };
            touched.Add(id);
        }
    }

    /// <summary>Saves when links were last used, all in one write.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public void Flush()
    {
        lock (store.Gate)
        {
            if (touched.Count == 0) return;
            store.Write([.. touched.Select(ById).OfType<Share>().Select(s => Change.Put(Collections.Shares, ShareDocument.Write(s)))]);
            touched.Clear();
        }
    }

    private Share? ById(string id) => byHash.Values.FirstOrDefault(s => s.Id == id);
}
