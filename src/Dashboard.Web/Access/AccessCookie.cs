using System.Security.Cryptography;
using Dashboard.Web.People;
using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Web.Access;

/// <summary>What keeps a browser logged in: a protected stamp of its token, with an end, in a cookie scripts cannot read.</summary>
internal sealed class AccessCookie(IDataProtectionProvider protection, AccessGate gate, TokenService tokens, BrowserId browser, AccessOptions options)
{
    public const string Name = "lab-access";

    /// <summary>Before a named token's id. The stamp of the server's own token is hex or one word.</summary>
    private const string Named = "token:";

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Dashboard.Access.Cookie.v1").ToTimeLimitedDataProtector();

    private TimeSpan Life => TimeSpan.FromDays(options.CookieDays);

    /// <summary>Who the request's cookie, of this server and a token that works, stands for, or null; one past half its life is renewed.</summary>
    public Person? Read(HttpContext http)
    {
        if (http.Request.Cookies[Name] is not { Length: > 0 and < 2000 } value) return null;
        try
        {
            var stamp = protector.Unprotect(value, out var end);
            var named = stamp.StartsWith(Named, StringComparison.Ordinal) ? tokens.Alive(stamp[Named.Length..]) : null;
            if (named is null && stamp != gate.Stamp) return null;
            if (end - DateTimeOffset.UtcNow < Life / 2 && !http.Response.HasStarted) Set(http, named);
            if (named is null) return new(Entry.LabToken, Role.Admin, Person.LabToken, browser.KeyOf(http));
            tokens.Touch(named);
            return Person.Of(named);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null; // Forged, expired, or its key is gone.
        }
    }

    /// <summary>Logs the browser in.</summary>
    /// <param name="http">Its request.</param>
    /// <param name="named">The token it came with; null for the server's own.</param>
    public void Set(HttpContext http, AccessToken? named) =>
        http.Response.Cookies.Append(Name, protector.Protect(named is null ? gate.Stamp : Named + named.Id, Life), Options(http, Life));

    /// <summary>Logs the browser out.</summary>
    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http, null));

    /// <summary>What no script reads and no other site sends.</summary>
    internal static CookieOptions Options(HttpContext http, TimeSpan? life) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        MaxAge = life,
        Path = http.Request.PathBase.HasValue ? http.Request.PathBase.Value : "/",
        IsEssential = true,
    };
}
