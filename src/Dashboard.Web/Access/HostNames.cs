using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Dashboard.Web.Access;

/// <summary>
/// The names this server answers to: those of loopback, of the addresses it listens on, and of setting <c>AllowedHosts</c>
/// (names with semicolons between, "*.example.org", or "*" for any). Without the check a foreign site whose name is made to
/// point here could read everything with its visitor's browser (DNS rebinding).
/// </summary>
internal sealed class HostNames
{
    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1", "[::1]" };
    private readonly List<string> suffixes = [];
    private readonly bool any;

    public HostNames(IConfiguration configuration)
    {
        foreach (var address in Listening.Configured(configuration))
        {
            if (!TryParse(address, out var binding)) continue;
            if (IsEveryInterface(binding.Host)) names.UnionWith(OwnNames());
            else names.Add(binding.Host);
        }
        foreach (var name in (configuration["AllowedHosts"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (name == "*") any = true;
            else if (name.StartsWith("*.", StringComparison.Ordinal)) suffixes.Add(name[1..]);
            else names.Add(name);
            ServesOthers |= !Listening.IsLoopbackName(name);
        }
    }

    /// <summary>The settings name a host that is not this machine's own loopback: somebody forwards others to it.</summary>
    public bool ServesOthers { get; }

    /// <summary>Whether requests for that host are meant for this server.</summary>
    public bool Allow(HostString host) => host.HasValue && (any || names.Contains(host.Host)
        || suffixes.Any(s => host.Host.Length > s.Length && host.Host.EndsWith(s, StringComparison.OrdinalIgnoreCase)));

    /// <summary>"*", "+", "0.0.0.0" or "[::]".</summary>
    public static bool IsEveryInterface(string host) =>
        host is "*" or "+" || (IPAddress.TryParse(host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)));

    /// <summary>This machine's name and addresses, IPv6 ones in brackets, as a browser puts them into a URL.</summary>
    public static IEnumerable<string> OwnNames()
    {
        yield return Dns.GetHostName();
        foreach (var unicast in NetworkInterface.GetAllNetworkInterfaces().SelectMany(n => n.GetIPProperties().UnicastAddresses))
            yield return unicast.Address.AddressFamily == AddressFamily.InterNetworkV6
                ? $"[{new IPAddress(unicast.Address.GetAddressBytes())}]" : unicast.Address.ToString();
    }

    private static bool TryParse(string address, out BindingAddress binding)
    {
        try
        {
            binding = BindingAddress.Parse(address);
            return !binding.IsUnixPipe && !binding.IsNamedPipe;
        }
        catch (FormatException)
        {
            binding = null!;
            return false; // The server itself refuses to start on it, with a better message.
        }
    }
}
