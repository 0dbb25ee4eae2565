using System.Globalization;
using System.Net;
using Dashboard.Cluster.Connecting;

namespace Dashboard.Web.Cluster;

/// <summary>Other machines that train, section <c>Cluster</c>. Without <see cref="Listen"/> and <see cref="Url"/> there are none, and nothing starts.</summary>
public sealed class ClusterOptions
{
    public const string Section = "Cluster";

    /// <summary>Address and port a nats-server of the lab's own listens at, e.g. 0.0.0.0:4222.</summary>
    public string? Listen { get; set; }

    /// <summary>How workers reach it: a host name or address, with a port where it is another. Default: this machine's first address.</summary>
    public string? Address { get; set; }

    /// <summary>The nats-server program. Default: where the system has it.</summary>
    public string? Server { get; set; }

    /// <summary>An existing broker instead: tls://host:port.</summary>
    public string? Url { get; set; }

    /// <summary>The lab's user there.</summary>
    public string? User { get; set; }

    /// <summary>Its password.</summary>
    public string? Password { get; set; }

    /// <summary>File of the authority that vouches for the broker, PEM; default: this machine's own.</summary>
    public string? Ca { get; set; }

    /// <summary>This machine's name in the list of machines. Default: its host name.</summary>
    public string? Name { get; set; }

    /// <summary>Whether this machine trains too [true]. What needs the native library it trains in any case.</summary>
    public bool LabTrains { get; set; } = true;

    /// <summary>Whether other machines may train.</summary>
    public bool IsOn => Listen is { Length: > 0 } || Url is { Length: > 0 };

    /// <summary>This machine's name.</summary>
    public string OwnName => Name is { Length: > 0 } name ? name : Environment.MachineName;

    /// <summary>What <see cref="Listen"/> means; null where it cannot be read.</summary>
    public IPEndPoint? Endpoint => IPEndPoint.TryParse(Listen ?? "", out var at) && at.Port > 0 ? at : null;

    /// <summary>What is wrong with the settings, a sentence each; none repeats a password.</summary>
    public IEnumerable<string> Problems()
    {
        if (Listen is { Length: > 0 } && Url is { Length: > 0 }) yield return "Cluster:Listen and Cluster:Url cannot both be given: one starts a broker, the other uses one.";
        if (Listen is { Length: > 0 } && Endpoint is null) yield return $"Cluster:Listen is '{Listen}'; it must be an address and a port, like 0.0.0.0:4222 or 127.0.0.1:4222.";
        if (Listen is { Length: > 0 } && Program() is null)
            yield return Server is { Length: > 0 } ? $"Cluster:Server is '{Server}', and there is no such file."
                : "Cluster:Listen needs the program nats-server, which is not here: install it (Debian: apt-get install nats-server) or name it with Cluster:Server.";
        if (Url is { Length: > 0 } url && Connection.Problem(url) is { } problem) yield return $"Cluster:Url {problem}.";
        if (Url is { Length: > 0 } && (User is null) != (Password is null)) yield return "Cluster:User and Cluster:Password belong together.";
        if (Ca is { Length: > 0 } ca && !File.Exists(ca)) yield return $"Cluster:Ca is '{ca}', and there is no such file.";
        if (OwnName.Length > 64) yield return "Cluster:Name must be at most 64 characters.";
        if (Address is { Length: > 0 } address && !Uri.TryCreate($"tls://{address}", UriKind.Absolute, out _)) yield return $"Cluster:Address is '{address}'; it must be a host name or address, with a port where it is another.";
    }

    /// <summary>The nats-server program; null where there is none.</summary>
    public string? Program()
    {
        if (Server is { Length: > 0 } named) return File.Exists(named) ? named : null;
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin", "/usr/local/sbin", "/usr/local/bin"];
        var file = OperatingSystem.IsWindows() ? "nats-server.exe" : "nats-server";
        return folders.Where(f => f.Length > 0).Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists);
    }

    /// <summary>Where the lab's own broker is reached: from this machine, and from others.</summary>
    public (string Own, string Others) Urls()
    {
        var at = Endpoint!;
        var scheme = IPAddress.IsLoopback(at.Address) ? "nats" : "tls";
        var any = at.Address.Equals(IPAddress.Any) || at.Address.Equals(IPAddress.IPv6Any);
        string With(string host) => string.Create(CultureInfo.InvariantCulture, $"{scheme}://{host}:{at.Port}");
        var own = With(any ? "127.0.0.1" : Host(at.Address));
        if (Address is not { Length: > 0 } address) return (own, any ? With(ThisMachine.Address()) : own);
        return (own, new Uri($"{scheme}://{address}").IsDefaultPort ? With(address) : $"{scheme}://{address}");
    }

    internal static string Host(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";
}
