using Dashboard.Web.People;
using Microsoft.AspNetCore.Authorization;

namespace Dashboard.Web.Access;

/// <summary>
/// Lets nobody without a token past it, but to endpoints that say themselves that they are open to all
/// (<see cref="IAllowAnonymous"/>): what is added later is closed until somebody opens it. It looks at the endpoint that
/// routing chose, so that no way of writing a path leads around it, and closes addresses that lead nowhere too. Whom it lets
/// in, the request and its circuit know by name.
/// </summary>
internal sealed class AccessMiddleware(RequestDelegate next, AccessGate gate, AccessCookie cookie, BrowserId browser, TokenService tokens)
{
    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext http, Caller caller)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null) return next(http);
        if (!gate.Asks(http))
        {
            if (WantsPage(http.Request)) browser.Ensure(http);
            return AdmitAsync(http, caller, new(Entry.Open, Role.Admin, null, browser.KeyOf(http)));
        }
        if (Bearer(http.Request) is { } guess)
        {
            var (outcome, wait) = gate.Try(guess, http.Connection.RemoteIpAddress, out var named);
            if (named is not null) tokens.Touch(named);
            return outcome switch
            {
                Guess.Right => AdmitAsync(http, caller, named is null ? new(Entry.LabToken, Role.Admin, Person.LabToken, browser.KeyOf(http)) : Person.Of(named)),
                Guess.TooMany => Refusal.TooManyAsync(http, wait),
                _ => Unauthorized(http, "The access token is wrong."),
            };
        }
        if (cookie.Read(http) is { } person)
        {
            if (person.Entry == Entry.LabToken && WantsPage(http.Request)) browser.Ensure(http);
            return AdmitAsync(http, caller, person);
        }
        if (!WantsPage(http.Request)) return Unauthorized(http, "An access token is needed: send it as Authorization: Bearer, or log in at /login.");
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Redirect(Login.PathFor(http.Request));
        return Task.CompletedTask;
    }

    private async Task AdmitAsync(HttpContext http, Caller caller, Person person)
    {
        caller.Who = person;
        http.User = person.ToPrincipal();
        var deed = http.GetEndpoint()?.Metadata.GetMetadata<DeedMark>()?.Deed;
        // Before a body is read. Whose something is, is asked where it is done.
        if (deed is { } known && Rules.WhyNever(person, known) is { } why)
        {
            await Refusal.WriteAsync(http, 403, why);
            return;
        }
        // What changes something and does not say what is closed to all until it does. Routing's own endpoints say 405 and 415.
        if (deed is null && http.GetEndpoint() is RouteEndpoint && http.Request.Path.StartsWithSegments("/api") && !IsReading(http.Request))
        {
            await Refusal.WriteAsync(http, 403, "This endpoint does not say what it does, so nobody may use it.");
            return;
        }
        // Streams and circuits last longer than a request: a token that is revoked ends them. Whoever revokes their own is told so.
        using var end = person.TokenId is { } id && deed != Deed.RevokeToken ? tokens.Ended(id).Register(http.Abort) : default;
        await next(http);
    }

    private static bool IsReading(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);

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
