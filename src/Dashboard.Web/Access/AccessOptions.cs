using Microsoft.Extensions.Options;

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
}

/// <summary>Checks <see cref="AccessOptions"/> when the server starts.</summary>
internal sealed class AccessOptionsValidator : IValidateOptions<AccessOptions>
{
    private const int Shortest = 16, Longest = 512;

    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var errors = new List<string>();
        // The message never repeats the token: it goes to a log.
        if (options.Token is { Length: > 0 } token && (token.Length is < Shortest or > Longest || token.Any(c => c is <= ' ' or > '~')))
            errors.Add($"Access:Token must be {Shortest} to {Longest} letters, digits and signs of ASCII without spaces. `openssl rand -hex 32` makes a good one.");
        if (options.CookieDays is not (> 0 and <= 400))
            errors.Add($"Access:CookieDays is {options.CookieDays}; it must be above 0, at most 400.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
