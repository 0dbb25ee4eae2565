using Microsoft.Net.Http.Headers;

namespace Dashboard.Web.Access;

/// <summary>
/// Refuses what a foreign web page could make a visitor's browser send: requests for another host (400), and WebSockets and
/// changes that come from another origin (403). Programs send no Origin and are not concerned.
/// </summary>
internal sealed class HostAndOrigin(RequestDelegate next, HostNames hosts)
{
    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        if (!hosts.Allow(request.Host))
            return Refusal.WriteAsync(http, 400, $"This server does not answer to the host '{Shown(request.Host.Host)}'. Its administrator can add the name to the setting AllowedHosts.");
        if (Changes(request) && IsForeign(request))
            return Refusal.WriteAsync(http, 403, "The request came from another web site (its Origin is not this Host). "
                + "Open this server's own pages, or send no Origin. A proxy in front must pass the visitor's Host on (nginx: proxy_set_header Host $http_host).");
        return next(http);
    }

    private static bool Changes(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.Headers.Upgrade.Any(u => u?.Contains("websocket", StringComparison.OrdinalIgnoreCase) == true)
        || request.Headers.ContainsKey(HeaderNames.SecWebSocketKey);

    private static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is "cross-site" or "same-site") return true;
        var origins = request.Headers.Origin;
        if (origins.Count == 0) return false;
        if (origins.Count > 1 || origins[0] is not { } origin) return true;
        // Under the referrer policy "no-referrer" browsers send "null" with a form and a beacon, whoever sends them; the
        // first needs the token and the second the circuit's secret id, so that neither can be abused from elsewhere.
        if (origin == "null")
            return site != "same-origin" && !request.Path.Equals(Login.Path) && !request.Path.Equals("/_blazor/disconnect");
        // The scheme may differ behind a proxy that ends TLS; host and port may not.
        return !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.Authority.Equals(WithoutDefaultPort(request.Host, uri.Scheme), StringComparison.OrdinalIgnoreCase));
    }

    private static string WithoutDefaultPort(HostString host, string scheme) =>
        host.Port == (scheme == "https" ? 443 : 80) ? host.Host : host.Value ?? "";

    private static string Shown(string host) => host.Length <= 100 ? host : host[..100] + "…";
}
