using Dashboard.Engine.Runs;

namespace Dashboard.Web.Sharing;

/// <summary>What a shared link shows.</summary>
public enum ShareKind
{
    Run,
    Study,
    Comparison,

    /// <summary>The networks of one length and seed of a run.</summary>
    Inside,

    /// <summary>What all networks of a length learnt, over epochs.</summary>
    Learnt,
}

/// <summary>A link that shows one view, read-only, to whoever has its token.</summary>
public sealed record Share
{
    public required string Id { get; init; }

    /// <summary>SHA-256 of the token in lower-case hex; the token itself is stored nowhere.</summary>
    public required string TokenHash { get; init; }
    public required ShareKind Kind { get; init; }

    /// <summary>The run's or study's id, "?" and the switches of its view; or a comparison's query string.</summary>
    public required string Target { get; init; }
    public required string Title { get; init; }

    /// <summary>False: the link goes on updating. True: it shows what was saved with it.</summary>
    public bool IsFrozen { get; init; }
    public required DateTime CreatedAt { get; init; }

    /// <summary>The name of who made it; null where nobody was named.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>From this time (UTC) the link is dead; null for never.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>When it was last opened; the last minutes may be lost in a crash.</summary>
    public DateTime? LastUsedAt { get; init; }
    public DateTime? RevokedAt { get; init; }

    /// <summary>Whether the link works at a time (UTC).</summary>
    public bool IsAlive(DateTime now) => RevokedAt is null && !(ExpiresAt <= now);
}

/// <summary>The shared links. Adding and revoking are durable when the call returns. Thread-safe.</summary>
/// <remarks>Calls that write may throw <see cref="StorageUnavailableException"/>; then nothing has changed.</remarks>
public interface IShareStore
{
    /// <summary>Adds a link.</summary>
    /// <param name="share">The link; its id and token hash must be new.</param>
    /// <param name="keptJson">What is kept with the link: what a frozen one shows, the networks of a live Inside; stored compressed, at most 15 MB so.</param>
    /// <exception cref="ArgumentException">The id or hash is taken, or the content is too large.</exception>
    void Add(Share share, string? keptJson = null);

    /// <summary>All links, newest first, revoked and expired ones included.</summary>
    IReadOnlyList<Share> List();

    /// <summary>The link with that token hash, or null; revoked and expired ones included.</summary>
    Share? FindByHash(string tokenHash);

    /// <summary>What is kept with a link, or null where there is nothing, or nothing that can be read.</summary>
    string? KeptJson(string id);

    /// <summary>Ends a link for good.</summary>
    /// <returns>The link as it now is (an earlier revocation's time stays), or null where there is none with that id.</returns>
    Share? Revoke(string id, DateTime now);

    /// <summary>Notes that a link was used; saved within a minute.</summary>
    void Touch(string id, DateTime now);
}
