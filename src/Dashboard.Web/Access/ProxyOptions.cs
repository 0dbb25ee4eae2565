using System.Net;

namespace Dashboard.Web.Access;

/// <summary>What stands between this server and its visitors, section <c>Proxy</c>.</summary>
public sealed class ProxyOptions
{
    public const string Section = "Proxy";

    /// <summary>
    /// Addresses and networks ("10.0.0.0/8") of the proxies whose X-Forwarded-For, -Proto and -Host are believed, semicolons
    /// between. Default: none. Naming one closes the server: others are let in through it, so the token is asked for.
    /// </summary>
    public string? Trusted { get; set; }

    /// <summary>The path a proxy serves this server under, such as "/lab". Default: none, it has a host to itself.</summary>
    public string? PathBase { get; set; }

    /// <summary>The networks of <see cref="Trusted"/>; null where it cannot be read.</summary>
    internal IReadOnlyList<IPNetwork>? Networks
    {
        get
        {
            var networks = new List<IPNetwork>();
            foreach (var text in (Trusted ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (IPAddress.TryParse(text, out var address)) networks.Add(new(address, 8 * address.GetAddressBytes().Length));
                else if (IPNetwork.TryParse(text, out var network)) networks.Add(network);
                else return null;
            }
            return networks;
        }
    }

    /// <summary><see cref="PathBase"/> with one slash before it and none after; empty for none.</summary>
    internal PathString Base => PathBase?.Trim('/') is { Length: > 0 } path ? new("/" + path) : default;

    /// <summary>What is wrong with these settings; nothing when they are fine.</summary>
    public IEnumerable<string> Problems()
    {
        if (Networks is null)
            yield return $"Proxy:Trusted is '{Trusted}'; it must be addresses or networks like 127.0.0.1;10.0.0.0/8, semicolons between.";
        if (PathBase?.Trim('/').Split('/') is { } parts && !(parts is [""] || parts.All(p => p.Length > 0 && p.Trim('.').Length > 0 && p.All(IsPlain))))
            yield return $"Proxy:PathBase is '{PathBase}'; it must be a path like /lab, of letters, digits and - . _ ~ between its slashes.";
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';
}
