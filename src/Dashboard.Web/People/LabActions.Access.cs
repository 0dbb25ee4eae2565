using Dashboard.Web.Sharing;

namespace Dashboard.Web.People;

// Who else sees what: links, tokens, copies, and what was done.
public sealed partial class LabActions
{
    /// <inheritdoc cref="ShareService.MakeAsync"/>
    public async Task<MadeShare> ShareAsync(ShareView view, string? title, bool frozen, DateTime? expiresAt, CancellationToken cancellation = default)
    {
        Demand(Deed.Share);
        var made = await shares.MakeAsync(view, title, frozen, expiresAt, cancellation, Who.Name);
        Note(Deed.Share, made.Share.Id, made.Share.Title);
        return made;
    }

    /// <inheritdoc cref="ShareService.Revoke"/>
    public Share? RevokeLink(string id)
    {
        if (WhyNever(Deed.RevokeLink) is { } never) throw new NotAllowedException(never);
        if (shares.List().FirstOrDefault(s => s.Id == id) is not { } share) return null;
        Demand(Deed.RevokeLink, share.CreatedBy, id, share.Title);
        var revoked = shares.Revoke(id);
        Note(Deed.RevokeLink, id, share.Title);
        return revoked;
    }

    /// <inheritdoc cref="TokenService.Make"/>
    public MadeToken MakeToken(string? name, Role role)
    {
        Demand(Deed.MakeToken);
        var made = tokens.Make(name, role, Who.Name);
        Note(Deed.MakeToken, made.Token.Id, made.Token.Name);
        return made;
    }

    /// <inheritdoc cref="TokenService.Revoke"/>
    public AccessToken? RevokeToken(string id)
    {
        Demand(Deed.RevokeToken);
        var revoked = tokens.Revoke(id);
        if (revoked is not null) Note(Deed.RevokeToken, id, revoked.Name);
        return revoked;
    }

    /// <summary>All tokens, newest first, those that ended included.</summary>
    public IReadOnlyList<AccessToken> Tokens()
    {
        Demand(Deed.SeeTokens);
        return tokens.List();
    }

    /// <summary>What people did, newest first; the newest <see cref="IAuditStore.Most"/> are kept.</summary>
    public IReadOnlyList<AuditEntry> Audit()
    {
        Demand(Deed.SeeAudit);
        return audit.List();
    }

    /// <summary>Notes that a copy of all data is taken.</summary>
    public void TakeBackup()
    {
        Demand(Deed.Backup);
        Note(Deed.Backup, "", "The whole data file");
    }
}
