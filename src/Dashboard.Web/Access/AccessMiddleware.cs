using Microsoft.AspNetCore.Authorization;

namespace Dashboard.Web.Access;

/// <summary>
/// Lets nobody without the token past it, but to endpoints that say themselves that they are open to all
/// (<see cref="IAllowAnonymous"/>): what is added later is closed until somebody opens it. It looks at the endpoint that
/// routing chose, so that no way of writing a path leads around it, and closes addresses that lead nowhere too.
/// </summary>
internal sealed class AccessMiddleware(RequestDelegate next, AccessGate gate, AccessCookie cookie)
{
    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext http)
    {
        if (!gate.Asks(http) || http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null) return next(http);
        if (Bearer(http.Request) is { } guess)
        {
            var (outcome, wait) = gate.Try(guess, http.Connection.RemoteIpAddress);
            return outcome switch
            {
                Guess.Right => next(http),
                Guess.TooMany => Refusal.TooManyAsync(http, wait),
                _ => Unauthorized(http, "The access token is wrong."),
            };
        }
        if (cookie.IsValid(http)) return next(http);
        if (!WantsPage(http.Request)) return Unauthorized(http, "An access token is needed: send it as Authorization: Bearer, or log in at /login.");
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Redirect(Login.PathFor(http.Request));
        return Task.CompletedTask;
    }

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;

    private static bool WantsPage(HttpRequest request) => (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers.Accept.Any(a => a?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true)
        && !new[] { "/api", "/hubs", "/_blazor" }.Any(p => request.Path.StartsWithSegments(p));

    private static Task Unauthorized(HttpContext http, string detail)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return Refusal.WriteAsync(http, 401, detail);
    }
}
