using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Dashboard.Web.Access;

/// <summary>Tells whoever started the server how to get in. To the console, not the log: logs travel, and the token with them.</summary>
internal sealed class AccessNotice(IServiceProvider services, TextWriter output) : IHostedLifecycleService
{
    private int told;

    /// <summary>Tells the token once where a request came through a proxy that no setting spoke of: its sender has to log in.</summary>
    public void TellOfProxy()
    {
        if (Volatile.Read(ref told) != 0) return;
        var gate = services.GetRequiredService<AccessGate>();
        if (!gate.IsClosed && Interlocked.Exchange(ref told, 1) == 0)
            output.WriteLine($"A request came through a proxy. Those who come that way log in with the token {gate.Token}");
    }

    public Task StartedAsync(CancellationToken cancellation)
    {
        // Asked for only now: wrong settings are to stop the start with their own message, before anything is built on them.
        var (gate, server) = (services.GetRequiredService<AccessGate>(), services.GetRequiredService<IServer>());
        var login = services.GetRequiredService<ProxyOptions>().Base + Login.Path;
        if (gate.IsClosed && server.Features.Get<IServerAddressesFeature>() is { Addresses.Count: > 0 } bound)
        {
            var addresses = bound.Addresses.Select(Reachable).OfType<string>().Distinct();
            foreach (var address in addresses)
                output.WriteLine(gate.IsMade ? $"Log in at {address}{login}?token={gate.Token}" : $"Log in at {address}{login} with the token of setting Access:Token");
        }
        return Task.CompletedTask;
    }

    /// <summary>An address as another machine's browser would write it; null for sockets in the file system.</summary>
    internal static string? Reachable(string address)
    {
        var binding = BindingAddress.Parse(address);
        if (binding.IsUnixPipe || binding.IsNamedPipe) return null;
        var host = HostNames.IsEveryInterface(binding.Host) ? HostNames.OwnNames().First() : binding.Host;
        return $"{binding.Scheme}://{host}:{binding.Port}";
    }

    public Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;
    public Task StartingAsync(CancellationToken cancellation) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellation) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellation) => Task.CompletedTask;
}
