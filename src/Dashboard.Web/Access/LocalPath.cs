namespace Dashboard.Web.Access;

/// <summary>Where a browser may be sent after it logged in.</summary>
internal static class LocalPath
{
    /// <summary>
    /// The path itself where it stays on this server, else the home page. Refused: other origins ("https:…", "//host"), what browsers
    /// turn into those ("/\host", tabs and line ends in between), and what is no plain ASCII.
    /// </summary>
    public static string Of(string? path, string home) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && path.Length <= 2000 && path.All(c => c is > ' ' and <= '~' and not '\\') ? path : home;
}
