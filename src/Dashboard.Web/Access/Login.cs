using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Access;

/// <summary>/login: a form, and the link the server prints.</summary>
internal static class Login
{
    public const string Path = "/login";

    private const string Token = "token", ReturnUrl = "returnUrl", Leave = "leave";

    /// <summary>The login page that leads back to what was asked for.</summary>
    public static string PathFor(HttpRequest request) =>
        request.PathBase + Path + QueryString.Create(ReturnUrl, request.PathBase.ToUriComponent() + request.Path.ToUriComponent() + request.QueryString.ToUriComponent());

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        group.MapGet("", (HttpContext http, AccessGate gate, AccessCookie cookie) =>
            Answer(http, gate, cookie, http.Request.Query[Token], http.Request.Query[ReturnUrl]));
        group.MapPost("", async (HttpContext http, AccessGate gate, AccessCookie cookie) =>
        {
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = 8 * 1024;
            if (!http.Request.HasFormContentType) return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
            try
            {
                var form = await http.Request.ReadFormAsync(http.RequestAborted);
                if (form.ContainsKey(Leave)) return Left(http);
                return Answer(http, gate, cookie, form[Token].FirstOrDefault() ?? "", form[ReturnUrl]);
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                // A form that is too large, broken, or ends before it should.
                return Results.BadRequest();
            }
        });
    }

    private static IResult Answer(HttpContext http, AccessGate gate, AccessCookie cookie, string? guess, string? returnUrl)
    {
        http.Response.Headers.CacheControl = "no-store";
        var path = LocalPath.Of(returnUrl, http.Request.PathBase + "/");
        if (!gate.Asks(http)) return Results.Redirect(path);
        if (guess is null) return cookie.Read(http) is not null ? Results.Redirect(path) : Page(http, path, null, 200);
        var (outcome, wait) = gate.Try(guess.Trim(), http.Connection.RemoteIpAddress, out var named);
        switch (outcome)
        {
            case Guess.Right:
                cookie.Set(http, named);
                return Results.Redirect(path);
            case Guess.TooMany:
                Refusal.SetRetryAfter(http, wait);
                return Page(http, path, $"Too many wrong tokens. Try again in {Refusal.Seconds(wait)} s.", 429);
            default:
                return Page(http, path, "This token is not right. Copy it whole, from the server's output or its administrator.", 401);
        }
    }

    private static IResult Left(HttpContext http)
    {
        AccessCookie.Clear(http);
        return Results.Redirect(http.Request.PathBase + Path);
    }

    private static RazorComponentResult<LoginPage> Page(HttpContext http, string returnUrl, string? error, int status) =>
        new(new { Base = $"{http.Request.PathBase}/", ReturnUrl = returnUrl, Error = error }) { StatusCode = status };
}
