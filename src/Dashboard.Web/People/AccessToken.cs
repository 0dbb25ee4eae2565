using Dashboard.Engine.Runs;

namespace Dashboard.Web.People;

/// <summary>A token with a name: who comes with it is called so, and may what its role may.</summary>
public sealed record AccessToken
{
    public required string Id { get; init; }

    /// <summary>SHA-256 of the secret in lower-case hex; the secret itself is stored nowhere.</summary>
    public required string Hash { get; init; }
    public required string Name { get; init; }
    public required Role Role { get; init; }
    public required DateTime CreatedAt { get; init; }

    /// <summary>Who made it; null where nobody is named.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was last used; the last minutes may be lost in a crash.</summary>
    public DateTime? LastUsedAt { get; init; }
    public DateTime? RevokedAt { get; init; }

    public bool IsAlive => RevokedAt is null;
}

/// <summary>The tokens with names. Adding and revoking are durable when the call returns. Thread-safe.</summary>
/// <remarks>Calls that write may throw <see cref="StorageUnavailableException"/>; then nothing has changed.</remarks>
public interface ITokenStore
{
    /// <summary>Adds a token; its id and hash must be new. Removes others in the same write.</summary>
    void Add(AccessToken token, IReadOnlyList<string> remove);

    /// <summary>All, newest first, revoked ones included.</summary>
    IReadOnlyList<AccessToken> List();

    /// <summary>The token with that id, or null.</summary>
    AccessToken? Find(string id);

    /// <summary>The token with that hash, or null.</summary>
    AccessToken? FindByHash(string hash);

    /// <summary>Ends a token for good.</summary>
    /// <returns>As it now is (an earlier end's time stays), or null where there is none with that id.</returns>
    AccessToken? Revoke(string id, DateTime now);

    /// <summary>Notes that a token was used; saved within a minute.</summary>
    void Touch(string id, DateTime now);
}

/// <summary>One line of what people did.</summary>
/// <param name="Id">Version-7 GUID in hex: sorts by time.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who; null where nobody was named.</param>
/// <param name="Deed">What.</param>
/// <param name="Target">The id of what it was done to.</param>
/// <param name="Title">What that is called.</param>
/// <param name="Refused">They may not, and it was not done.</param>
public sealed record AuditEntry(string Id, DateTime At, string? By, Deed Deed, string Target, string Title, bool Refused = false);

/// <summary>What people did, the newest of it. Thread-safe.</summary>
public interface IAuditStore
{
    /// <summary>How many are kept; the oldest go.</summary>
    const int Most = 5_000;

    /// <summary>Adds a line; where the store cannot be written it waits in memory and is saved later.</summary>
    void Add(AuditEntry entry);

    /// <summary>All that is kept, newest first.</summary>
    IReadOnlyList<AuditEntry> List();
}
