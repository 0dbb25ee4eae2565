using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Dashboard.Web.Tests.Support;

/// <summary>
/// A long and bad line to a port of this machine, where the kernel has none to offer: what goes through comes late, each way, in its
/// order; now and then nothing comes for a while, as where a segment was lost and everything behind it waits; and it can be pulled
/// out without either end hearing of it.
/// </summary>
internal sealed class BadLine : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly ConcurrentBag<Task> going = [];
    private readonly int target;
    private readonly Random random = new(5);
    private volatile TaskCompletionSource plugged = Done();

    /// <param name="target">Port it leads to.</param>
    public BadLine(int target)
    {
        this.target = target;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        going.Add(Accept());
    }

    /// <summary>Its other end.</summary>
    public int Port { get; }

    /// <summary>How long everything takes, each way.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How much longer it may take.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>How often what is sent at once is lost at first.</summary>
    public double Losses { get; init; }

    /// <summary>How long it takes until that is noticed.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often something was lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Nothing passes any more, not even that a connection is opened or closed.</summary>
    public void Cut() => plugged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What waited passes.</summary>
    public void Mend() => plugged.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        ended.Cancel();
        listener.Stop();
        await Task.WhenAll(going).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }

    private async Task Accept()
    {
        while (!ended.IsCancellationRequested)
        {
            var near = await listener.AcceptSocketAsync(ended.Token);
            going.Add(Join(near));
        }
    }

    private async Task Join(Socket near)
    {
        using (near)
        using (var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
        {
            near.NoDelay = true;
            await Arrives(Stopwatch.GetTimestamp());
            await far.ConnectAsync(IPAddress.Loopback, target, ended.Token);
            await Task.WhenAll(Carry(near, far), Carry(far, near));
        }
    }

    // One reads and notes when each piece is to arrive, never before the one ahead of it; the other waits for that.
    private async Task Carry(Socket from, Socket to)
    {
        var line = Channel.CreateUnbounded<(byte[] Piece, long Due)>();
        var reading = Read(from, line.Writer);
        try
        {
            await foreach (var (piece, due) in line.Reader.ReadAllAsync(ended.Token))
            {
                await Arrives(due);
                for (var sent = 0; sent < piece.Length;) sent += await to.SendAsync(piece.AsMemory(sent), ended.Token);
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Who it was for has gone, and the sender hears of it.
            from.Close();
        }
        await reading;
    }

    private async Task Read(Socket from, ChannelWriter<(byte[], long)> line)
    {
        var buffer = new byte[16_384];
        var due = 0L;
        try
        {
            while (await from.ReceiveAsync(buffer, ended.Token) is > 0 and var count)
            {
                due = Math.Max(due, Stopwatch.GetTimestamp() + Ticks());
                line.TryWrite((buffer[..count], due));
            }
            line.TryWrite(([], Math.Max(due, Stopwatch.GetTimestamp() + Ticks())));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It broke off: nothing more comes.
        }
        line.Complete();
    }

    private long Ticks()
    {
        lock (random)
        {
            var time = Delay + Jitter * random.NextDouble();
            if (random.NextDouble() >= Losses) return (long)(time.TotalSeconds * Stopwatch.Frequency);
            Lost++;
            return (long)((time + Stall).TotalSeconds * Stopwatch.Frequency);
        }
    }

    private async Task Arrives(long due)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (left > TimeSpan.Zero) await Task.Delay(left, ended.Token);
        await plugged.Task.WaitAsync(ended.Token);
    }
}
