namespace Dashboard.Web.Sharing;

/// <summary>A feature of a request whose answer is for people outside.</summary>
/// <param name="MayFrame">Other sites may show it in a frame.</param>
public sealed record OutsidePage(bool MayFrame);
