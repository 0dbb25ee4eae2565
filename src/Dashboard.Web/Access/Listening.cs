using System.Net;

namespace Dashboard.Web.Access;

/// <summary>Where the server listens, and who can reach that.</summary>
internal static class Listening
{
    /// <summary>The addresses the settings ask for, before any is bound; none means the default, which is loopback.</summary>
    public static IReadOnlyList<string> Configured(IConfiguration configuration) =>
    [
        .. Split(configuration["urls"]),
        .. Split(configuration["http_ports"]).Select(port => $"http://*:{port}"),
        .. Split(configuration["https_ports"]).Select(port => $"https://*:{port}"),
        .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>(),
    ];

    /// <summary>Whether only this machine reaches an address. Sockets in the file system and what cannot be read do not count.</summary>
    public static bool IsLoopback(string address)
    {
        try
        {
            var binding = BindingAddress.Parse(address);
            return !binding.IsUnixPipe && !binding.IsNamedPipe && IsLoopbackName(binding.Host);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>"localhost", "127.0.0.1", "[::1]". Any other name is not: servers bind it to every interface.</summary>
    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IsLoopback(ip));

    public static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
