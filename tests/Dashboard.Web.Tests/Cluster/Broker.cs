using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dashboard.Web.Cluster;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>The nats-server program, as Debian's package has it.</summary>
internal static class Broker
{
    /// <summary>Where it is; null where it is not installed.</summary>
    public static string? Program { get; } = new ClusterOptions().Program();

    /// <summary>Skips a test that needs it, and says why.</summary>
    public static void Needed() => Assert.SkipUnless(Program is not null, "needs nats-server (Debian: apt-get install nats-server)");

    /// <summary>A port nobody listens at now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The process a lab started, known by its configuration; null while there is none.</summary>
    public static Process? Find(string folder) => Process.GetProcessesByName("nats-server").FirstOrDefault(p =>
    {
        try
        {
            return File.ReadAllText($"/proc/{p.Id}/cmdline").Contains(Path.Combine(folder, "cluster", "broker.conf"), StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // Another's, and it has ended.
            return false;
        }
    });

    /// <summary>The process a lab started.</summary>
    public static Process Of(string folder) => Find(folder) ?? throw new InvalidOperationException("There is no broker.");

    /// <summary>Ends the broker a lab that was killed left behind.</summary>
    public static void End(string folder)
    {
        try
        {
            using var left = Of(folder);
            left.Kill();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It ended with its lab.
        }
    }

    /// <summary>Sends a signal by name.</summary>
    public static void Signal(int process, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process}"]);
        kill.WaitForExit();
    }
}
