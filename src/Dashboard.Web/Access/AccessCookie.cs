using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Web.Access;

/// <summary>What keeps a browser logged in: a protected stamp of the token, with an end, in a cookie scripts cannot read.</summary>
internal sealed class AccessCookie(IDataProtectionProvider protection, AccessGate gate, AccessOptions options)
{
    public const string Name = "lab-access";

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("Dashboard.Access.Cookie.v1").ToTimeLimitedDataProtector();

    private TimeSpan Life => TimeSpan.FromDays(options.CookieDays);

    /// <summary>Whether the request carries a cookie of this server and token; one past half its life is renewed.</summary>
    public bool IsValid(HttpContext http)
    {
        if (http.Request.Cookies[Name] is not { Length: > 0 and < 2000 } value) return false;
        try
        {
            if (protector.Unprotect(value, out var end) != gate.Stamp) return false;
            if (end - DateTimeOffset.UtcNow < Life / 2 && !http.Response.HasStarted) Set(http);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return false; // Forged, expired, or its key is gone.
        }
    }

    public void Set(HttpContext http) => http.Response.Cookies.Append(Name, protector.Protect(gate.Stamp, Life), new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        MaxAge = Life,
        Path = http.Request.PathBase.HasValue ? http.Request.PathBase.Value : "/",
        IsEssential = true,
    });
}
