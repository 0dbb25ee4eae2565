using System.Net;

namespace Dashboard.Web.Access;

/// <summary>A feature of a request that a proxy passed on: it came from outside, wherever the proxy runs.</summary>
internal sealed record ThroughProxy;

/// <summary>
/// Marks requests that came through a proxy, before anything of what they say is believed, and reads the path they are served
/// under (<see cref="ProxyOptions.PathBase"/>).
/// </summary>
internal sealed partial class BehindProxy(RequestDelegate next, ProxyOptions options, AccessNotice notice, ILogger<BehindProxy> logger)
{
    /// <summary>
    /// What proxies add. The X-Original ones are what the framework leaves where ASPNETCORE_FORWARDEDHEADERS_ENABLED has it
    /// read the others first.
    /// </summary>
    private static readonly string[] Marks =
        ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix", "X-Real-IP", "Forwarded", "Via", "X-Original-For", "X-Original-Proto", "X-Original-Host"];

    private readonly PathString pathBase = options.Base;
    private readonly IReadOnlyList<IPNetwork> trusted = options.Networks ?? [];
    private int warned;

    public Task InvokeAsync(HttpContext http)
    {
        // nginx speaks HTTP/1.0 unless told otherwise, and adds nothing; no browser has for twenty years.
        var through = HttpProtocol.IsHttp10(http.Request.Protocol) || Marks.Any(http.Request.Headers.ContainsKey);
        if (through)
        {
            http.Features.Set(new ThroughProxy());
            notice.TellOfProxy();
            if (!IsTrusted(http.Connection.RemoteIpAddress) && Interlocked.Exchange(ref warned, 1) == 0) UntrustedProxy(logger, http.Connection.RemoteIpAddress);
        }
        return pathBase.HasValue ? WithBase(http, through) : next(http);
    }

    /// <summary>
    /// Takes the base off the path, whether the proxy left it there or not. A browser that comes past the proxy is sent to the
    /// address that the pages' links and scripts are made for.
    /// </summary>
    private Task WithBase(HttpContext http, bool through)
    {
        var request = http.Request;
        if (request.Path.StartsWithSegments(pathBase, StringComparison.Ordinal, out var rest))
        {
            if (!rest.HasValue && HttpMethods.IsGet(request.Method))
            {
                http.Response.Redirect(pathBase + "/" + request.QueryString);
                return Task.CompletedTask;
            }
            request.Path = rest;
        }
        else if (!through && HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Redirect(pathBase + request.Path.ToUriComponent() + request.QueryString);
            return Task.CompletedTask;
        }
        request.PathBase = request.PathBase.Add(pathBase);
        return next(http);
    }

    private bool IsTrusted(IPAddress? address) => address is null ? trusted.Count > 0
        : trusted.Any(n => n.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

    [LoggerMessage(201, LogLevel.Warning, "Requests come through a proxy at {Address} that the setting Proxy:Trusted does not name: its visitors cannot be told apart, "
        + "so that one who guesses tokens slows down all, and links say http. See docs/operations.md, Behind a proxy")]
    private static partial void UntrustedProxy(ILogger logger, IPAddress? address);
}
