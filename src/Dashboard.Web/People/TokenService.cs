using System.Collections.Concurrent;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Sharing;

namespace Dashboard.Web.People;

/// <summary>A new token, with the secret that only its maker ever sees.</summary>
public sealed record MadeToken(AccessToken Token, string Secret);

/// <summary>The tokens with names: makes, finds and ends them. Who may is <see cref="LabActions"/>' to ask. Thread-safe.</summary>
public sealed class TokenService(ITokenStore store, TimeProvider time)
{
    /// <summary>How many may work at once.</summary>
    public const int Most = 200;

    /// <summary>How many are listed, those that ended included.</summary>
    private const int MostListed = 500;

    /// <summary>A secret says what it is, so that it is recognised where it leaked to.</summary>
    private const string Prefix = "lab_";

    // More often than this nobody wants to know it.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, CancellationTokenSource> ends = [];
    private readonly Lock making = new();

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Whether any works: then the lab asks everybody for one.</summary>
    public bool Any => store.List().Any(t => t.IsAlive);

    /// <summary>All, newest first, those that ended included.</summary>
    public IReadOnlyList<AccessToken> List() => store.List();

    /// <summary>The token with that id if it works, else null.</summary>
    public AccessToken? Alive(string id) => store.Find(id) is { IsAlive: true } token ? token : null;

    /// <summary>The token of a secret if it works, else null. Takes as long for secrets that never were.</summary>
    public AccessToken? Open(string secret) => store.FindByHash(ShareToken.Hash(secret)) is { IsAlive: true } token ? token : null;

    /// <summary>Notes that somebody came with it.</summary>
    public void Touch(AccessToken token)
    {
        if (!(Now - token.LastUsedAt < Moment)) store.Touch(token.Id, Now);
    }

    /// <summary>Fires when a token is revoked.</summary>
    public CancellationToken Ended(string id)
    {
        var source = ends.GetOrAdd(id, _ => new());
        // Revoked between the look and the promise.
        if (Alive(id) is null) source.Cancel();
        return source.Token;
    }

    /// <summary>Checks a name and makes a token of it.</summary>
    /// <param name="name">As people wrote it.</param>
    /// <param name="role">What it may.</param>
    /// <param name="by">Who makes it; null where nobody is named.</param>
    /// <exception cref="TokenRefusedException">The name is not right, or there are too many.</exception>
    /// <exception cref="StorageUnavailableException"/>
    public MadeToken Make(string? name, Role role, string? by)
    {
        var clean = Checked(name);
        lock (making)
        {
            var all = store.List();
            var alive = all.Where(t => t.IsAlive).ToArray();
            if (alive.Any(t => Person.IsSame(t.Name, clean))) throw new TokenRefusedException("name", $"There is a token of this name; revoke it first, or take another name.");
            if (alive.Length >= Most) throw new TokenRefusedException("name", $"There are {Most} tokens, which is the most; revoke one first.");
            // From the first one on everybody is asked for one, whoever makes it included.
            if (alive.Length == 0 && role != Role.Admin) throw new TokenRefusedException("role", "The first token must be an admin's: from then on the lab asks everybody for one.");
            var secret = Prefix + ShareToken.Make();
            var token = new AccessToken
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), Hash = ShareToken.Hash(secret), Name = clean, Role = role, CreatedAt = Now, CreatedBy = by,
            };
            store.Add(token, [.. all.Where(t => !t.IsAlive).Skip(MostListed - alive.Length - 1).Select(t => t.Id)]);
            return new(token, secret);
        }
    }

    /// <summary>Ends a token, and every connection that came with it. Null where there is none with that id.</summary>
    /// <exception cref="TokenRefusedException">Nobody could make another.</exception>
    /// <exception cref="StorageUnavailableException"/>
    public AccessToken? Revoke(string id)
    {
        lock (making)
        {
            var others = store.List().Where(t => t.IsAlive && t.Id != id).ToArray();
            if (Alive(id) is { Role: Role.Admin } && others.Length > 0 && others.All(t => t.Role != Role.Admin))
                throw new TokenRefusedException("id", "This is the last admin's token, and others are left: make another admin's first, or revoke the others.");
            var token = store.Revoke(id, Now);
            if (ends.TryGetValue(id, out var end)) end.Cancel();
            return token;
        }
    }

    private static string Checked(string? name)
    {
        var errors = new FieldErrors();
        var clean = RunText.Name(name, errors);
        if (errors.ByField.TryGetValue("name", out var wrong)) throw new TokenRefusedException("name", string.Join(' ', wrong));
        if (clean is not { Length: > 0 and <= Launcher.NameLength }) throw new TokenRefusedException("name", $"Must be 1 to {Launcher.NameLength} characters.");
        if (Person.IsSame(clean, Person.LabToken)) throw new TokenRefusedException("name", $"“{Person.LabToken}” is what the token of the settings is called; take another name.");
        return clean;
    }
}

/// <summary>A token that cannot be made or revoked.</summary>
/// <param name="field">What is wrong with the request.</param>
/// <param name="message">Why, and what to do.</param>
public sealed class TokenRefusedException(string field, string message) : Exception(message)
{
    public string Field { get; } = field;
}
