using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Web.Access;

/// <summary>
/// Tells browsers apart that come without a name, so that two people at one open lab take turns: a random number in a cookie
/// that scripts cannot read. It opens nothing and is asked of nobody.
/// </summary>
internal sealed class BrowserId
{
    public const string Name = "lab-browser";

    /// <summary>Whose turn it is for programs that come without a name and without a cookie.</summary>
    private const string Program = "program";

    private const int Bytes = 16, Letters = 22;
    private static readonly TimeSpan Life = TimeSpan.FromDays(400);

    /// <summary>Whose turn it is for a request. Not what the cookie holds: runs keep it.</summary>
    public string KeyOf(HttpContext http) => http.Items[Name] as string ?? Of(http.Request.Cookies[Name]) ?? Program;

    /// <summary>Gives a browser that opens a page its number, unless it has one.</summary>
    public void Ensure(HttpContext http)
    {
        if (Of(http.Request.Cookies[Name]) is not null) return;
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        http.Items[Name] = Of(id);
        http.Response.Cookies.Append(Name, id, AccessCookie.Options(http, Life));
    }

    private static string? Of(string? cookie) => cookie is { Length: Letters } && Base64Url.IsValid(cookie)
        ? $"browser:{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(cookie)).AsSpan(0, Bytes / 2))}" : null;
}
