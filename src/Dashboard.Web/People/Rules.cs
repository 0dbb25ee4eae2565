using Dashboard.Engine.Experiments;

namespace Dashboard.Web.People;

/// <summary>What people do in the lab beside reading.</summary>
public enum Deed
{
    Launch,
    AddSeeds,
    Edit,
    Pause,
    Resume,
    Cancel,
    Delete,
    Restore,
    Share,
    RevokeLink,
    MakeToken,
    RevokeToken,
    SeeTokens,
    SeeAudit,
    Backup,
    Bring,
    AddMachine,
    RevokeMachine,
    SteerMachine,
}

/// <summary>
/// Who may do what: the one place where that is decided. Pages, the API and whatever comes later do things through
/// <see cref="LabActions"/>, which asks here.
/// </summary>
public static class Rules
{
    /// <param name="Least">The least role that may.</param>
    /// <param name="OwnOnly">Below an admin only with what is one's own.</param>
    /// <param name="Words">What it is: "A viewer's token cannot …".</param>
    private sealed record Rule(Role Least, bool OwnOnly, string Words);

    private static readonly Dictionary<Deed, Rule> All = new()
    {
        [Deed.Launch] = new(Role.Member, false, "launch runs"),
        [Deed.AddSeeds] = new(Role.Member, true, "add seeds"),
        [Deed.Edit] = new(Role.Member, true, "change a run's name, notes or tags"),
        [Deed.Pause] = new(Role.Member, true, "pause runs"),
        [Deed.Resume] = new(Role.Member, true, "resume runs"),
        [Deed.Cancel] = new(Role.Member, true, "cancel runs"),
        [Deed.Delete] = new(Role.Member, true, "delete runs"),
        [Deed.Restore] = new(Role.Member, true, "restore runs"),
        [Deed.Share] = new(Role.Member, false, "share views"),
        [Deed.RevokeLink] = new(Role.Member, true, "revoke links"),
        [Deed.MakeToken] = new(Role.Admin, false, "make tokens"),
        [Deed.RevokeToken] = new(Role.Admin, false, "revoke tokens"),
        [Deed.SeeTokens] = new(Role.Admin, false, "see the tokens"),
        [Deed.SeeAudit] = new(Role.Admin, false, "see who did what"),
        [Deed.Bring] = new(Role.Member, false, "bring results in"),
        [Deed.Backup] = new(Role.Admin, false, "download a backup"),
        [Deed.AddMachine] = new(Role.Admin, false, "add machines"),
        [Deed.RevokeMachine] = new(Role.Admin, false, "revoke a machine's credential"),
        [Deed.SteerMachine] = new(Role.Admin, false, "have machines leave or stay"),
    };

    /// <summary>What it is, as in "cannot …".</summary>
    public static string Words(Deed deed) => All[deed].Words;

    /// <summary>Why somebody may not, in words for them; null where they may.</summary>
    /// <param name="who">Who.</param>
    /// <param name="deed">What.</param>
    /// <param name="owner">The name of whose it is; null where nobody is known.</param>
    public static string? WhyNot(Person who, Deed deed, string? owner)
    {
        var rule = All[deed];
        if (WhyNever(who, deed) is { } never) return never;
        if (!rule.OwnOnly || who.Role == Role.Admin || who.Owns(owner)) return null;
        return owner is null ? $"Nobody is known to have made this, so only an admin's token can {rule.Words} here."
            : $"This is {owner}'s: only {owner} and admins can {rule.Words} here.";
    }

    /// <summary>Why somebody may never, with their own either; null where they may with some.</summary>
    public static string? WhyNever(Person who, Deed deed)
    {
        if (who.Entry == Entry.None) return "This needs an access token.";
        var rule = All[deed];
        return who.Role >= rule.Least ? null
            : $"A {Choices<Role>.Word(who.Role)}'s token cannot {rule.Words}; {(rule.Least == Role.Admin ? "an admin's" : "a member's")} can.";
    }
}

/// <summary>Somebody may not do what they asked for; the message is for them.</summary>
public sealed class NotAllowedException(string message) : Exception(message);

/// <summary>What an endpoint does; every endpoint that changes anything carries one, and is closed to those who may never.</summary>
/// <param name="Deed">What.</param>
public sealed record DeedMark(Deed Deed);

/// <summary>Marks endpoints.</summary>
public static class DeedMarks
{
    /// <summary>Says what an endpoint does.</summary>
    public static RouteHandlerBuilder Does(this RouteHandlerBuilder endpoint, Deed deed) => endpoint.WithMetadata(new DeedMark(deed)).ProducesProblem(403);
}
