using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Dashboard.Web.Cluster;

/// <summary>How others reach this machine, as far as it knows itself.</summary>
internal static class ThisMachine
{
    /// <summary>Its first address that is not its own loop: IPv4 where there is one. The host name where there is none.</summary>
    public static string Address() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(n => n.OperationalStatus == OperationalStatus.Up && n.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(n => n.GetIPProperties().UnicastAddresses).Select(a => a.Address)
        .Where(a => a.AddressFamily == AddressFamily.InterNetwork || (a.AddressFamily == AddressFamily.InterNetworkV6 && !a.IsIPv6LinkLocal))
        .OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).Select(ClusterOptions.Host).FirstOrDefault() ?? Dns.GetHostName();
}
