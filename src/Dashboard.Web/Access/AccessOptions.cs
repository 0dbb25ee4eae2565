namespace Dashboard.Web.Access;

/// <summary>Who may use the server, section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>
    /// What people and scripts log in with; given, it is demanded everywhere, on loopback too. Default: none, and a server
    /// that others can reach makes one at each start and prints it with the login link.
    /// </summary>
    public string? Token { get; set; }

    /// <summary>Days a browser stays logged in after its last visit. Default: 30.</summary>
    public double CookieDays { get; set; } = 30;

    private const int Shortest = 16, Longest = 512;

    /// <summary>What is wrong with the settings, a sentence each; none repeats the token, as it goes to a log.</summary>
    public IEnumerable<string> Problems()
    {
        if (Token is { Length: > 0 } token && (token.Length is < Shortest or > Longest || token.Any(c => c is <= ' ' or > '~')))
            yield return $"Access:Token must be {Shortest} to {Longest} letters, digits and signs of ASCII without spaces. `openssl rand -hex 32` makes a good one.";
        if (CookieDays is not (> 0 and <= 400))
            yield return $"Access:CookieDays is {CookieDays}; it must be above 0, at most 400.";
    }
}
