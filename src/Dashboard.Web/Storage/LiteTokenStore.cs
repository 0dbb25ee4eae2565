using Dashboard.Engine.Runs;
using Dashboard.Web.People;

namespace Dashboard.Web.Storage;

/// <summary>Tokens with names: in memory and in the data file.</summary>
internal sealed class LiteTokenStore(LiteStore store) : ITokenStore
{
    // Of what is in memory. Every request asks and touches: none waits for a disk that hangs, as whoever holds the store's gate may.
    private readonly Lock gate = new();
    private readonly HashSet<string> touched = [];

    // Replaced as a whole, so that whoever reads takes no lock.
    private volatile Tokens tokens = new(store.Contents.Tokens);

    public void Add(AccessToken token, IReadOnlyList<string> remove)
    {
        lock (store.Gate)
        {
            if (tokens.ById.ContainsKey(token.Id) || tokens.ByHash.ContainsKey(token.Hash))
                throw new ArgumentException($"There is a token '{token.Id}' already.", nameof(token));
            store.Write([Change.Put(Collections.Tokens, TokenDocument.Write(token)), .. remove.Select(id => Change.Remove(Collections.Tokens, id))]);
            lock (gate) tokens = new(tokens.ById.Values.Where(t => !remove.Contains(t.Id)).Append(token));
        }
    }

    public IReadOnlyList<AccessToken> List() => tokens.NewestFirst;

    public AccessToken? Find(string id) => tokens.ById.GetValueOrDefault(id);

    public AccessToken? FindByHash(string hash) => tokens.ByHash.GetValueOrDefault(hash);

    public AccessToken? Revoke(string id, DateTime now)
    {
        lock (store.Gate)
        {
            if (Find(id) is not { RevokedAt: null } token) return Find(id);
            var revoked = token with { RevokedAt = now };
            store.Write([Change.Put(Collections.Tokens, TokenDocument.Write(revoked))]);
            lock (gate) tokens = tokens.With(revoked);
            return revoked;
        }
    }

    public void Touch(string id, DateTime now)
    {
        lock (gate)
        {
            if (Find(id) is not { } token) return;
            tokens = tokens.With(token with { LastUsedAt = now });
            touched.Add(id);
        }
    }

    /// <summary>Saves when tokens were last used, all in one write.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public void Flush()
    {
        lock (store.Gate)
        {
            string[] ids;
            lock (gate) ids = [.. touched];
            if (ids.Length == 0) return;
            store.Write([.. ids.Select(Find).OfType<AccessToken>().Select(t => Change.Put(Collections.Tokens, TokenDocument.Write(t)))]);
            lock (gate) touched.ExceptWith(ids);
        }
    }

    private sealed class Tokens(IEnumerable<AccessToken> all)
    {
        public IReadOnlyList<AccessToken> NewestFirst { get; } = [.. all.OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id, StringComparer.Ordinal)];

        public Dictionary<string, AccessToken> ById => field ??= NewestFirst.ToDictionary(t => t.Id);

        public Dictionary<string, AccessToken> ByHash => field ??= NewestFirst.ToDictionary(t => t.Hash);

        public Tokens With(AccessToken changed) => new(NewestFirst.Select(t => t.Id == changed.Id ? changed : t));
    }
}
