using System.Collections.Concurrent;
using Dashboard.Engine.Runs;
using Dashboard.Web.Sharing;

namespace Dashboard.Web.Storage;

/// <summary>Shared links: in memory and in the data file; what frozen ones show only in the file.</summary>
internal sealed class LiteShareStore(LiteStore store) : IShareStore
{
    private readonly ConcurrentDictionary<string, Share> byHash = new(store.Contents.Shares.Select(s => KeyValuePair.Create(s.TokenHash, s)));
    private readonly HashSet<string> touched = [];

    public void Add(Share share, string? frozenJson = null)
    {
        lock (store.Gate)
        {
            if (byHash.ContainsKey(share.TokenHash) || ById(share.Id) is not null)
                throw new ArgumentException($"There is a link '{share.Id}' already.", nameof(share));
            store.Write([
                Change.Put(Collections.Shares, ShareDocument.Write(share)),
                .. frozenJson is null ? [] : new[] { Change.Put(Collections.Frozen, ShareDocument.WriteContent(share.Id, frozenJson)) },
            ]);
            byHash[share.TokenHash] = share;
        }
    }

    public IReadOnlyList<Share> List() => [.. byHash.Values.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id, StringComparer.Ordinal)];

    public Share? FindByHash(string tokenHash) => byHash.GetValueOrDefault(tokenHash);

    public string? FrozenJson(string id) => ById(id) is { IsFrozen: true }
        ? store.Read(engine => engine.FindById(Collections.Frozen, id) is { } document ? ShareDocument.ReadContent(document) : null)
        : null;

    public Share? Revoke(string id, DateTime now)
    {
        lock (store.Gate)
        {
            if (ById(id) is not { } share) return null;
            if (share.RevokedAt is not null) return share;
            var revoked = share with { RevokedAt = now };
            store.Write([Change.Put(Collections.Shares, ShareDocument.Write(revoked))]);
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
