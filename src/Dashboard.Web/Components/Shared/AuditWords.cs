using Dashboard.Web.People;

namespace Dashboard.Web.Components.Shared;

/// <summary>What people did, in the words of the list of it.</summary>
internal static class AuditWords
{
    /// <summary>Those that are noted, in the order a filter offers them.</summary>
    public static IReadOnlyList<(Deed Deed, string Words)> All { get; } =
    [
        (Deed.Launch, "Launched"), (Deed.Bring, "Brought in"), (Deed.AddSeeds, "Added seeds"), (Deed.Edit, "Changed name, notes or tags"),
        (Deed.Pause, "Paused"), (Deed.Resume, "Resumed"), (Deed.Cancel, "Cancelled"), (Deed.Delete, "Deleted"), (Deed.Restore, "Restored"),
        (Deed.Share, "Shared"), (Deed.RevokeLink, "Revoked the link"), (Deed.MakeToken, "Made a token"), (Deed.RevokeToken, "Revoked the token"), (Deed.Backup, "Took a backup"),
        (Deed.AddMachine, "Added the machine"), (Deed.RevokeMachine, "Revoked the machine"),
    ];

    /// <summary>What a line says was done, or tried.</summary>
    public static string Of(AuditEntry entry) => entry.Refused ? $"Was not allowed to {Rules.Words(entry.Deed)}" : All.FirstOrDefault(a => a.Deed == entry.Deed).Words ?? entry.Deed.ToString();
}
