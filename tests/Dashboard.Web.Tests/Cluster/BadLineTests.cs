using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dashboard.Cluster.Connecting;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>
/// A worker behind a line that is long, loses what is sent, and is pulled out, on every machine: <see cref="NetworkTests"/> does the
/// same to the kernel's own packets where that may be. /// </summary>
public sealed class BadLineTests(SharedLab shared) : IClassFixture<SharedLab>
{
    private static object Run(int seeds) => new
    {
        name = "line", lengths = new[] { 2, 5, 9, 14, 20, 30 }, seeds = Enumerable.Range(1, seeds).ToArray(), trainCount = 6_000, validationCount = 200, epochs = 8, protocol = "notebook",
    };

    [Fact]
    public async Task Worker_BehindALongAndLossyLine_TrainsTheRunToTheBit()
    {
        var lab = await shared.Fresh();
        await using var line = new BadLine(lab.Port) { Delay = TimeSpan.FromMilliseconds(200), Jitter = TimeSpan.FromMilliseconds(50), Losses = 0.05 };
        await lab.Host("slow", await Through(lab, line, "slow"));
        var run = await lab.App.Launch(Run(LongTests.Pick(3, 60)));
        await lab.WhenDone(run);

        var times = (await lab.App.Get("/api/workers")).GetProperty("cluster").GetProperty("events").EnumerateArray().Count(e => e.GetProperty("kind").GetString() == "handedOn");
        TestContext.Current.TestOutputHelper?.WriteLine($"200 to 250 ms each way, {line.Lost} stalls of 1 s: its trials were handed on {times} times");
        Assert.True(line.Lost > 0);
        await lab.AssertSameAsAlone(run, Run(LongTests.Pick(3, 60)));
    }

    [Fact]
    public async Task Worker_CutOffWithoutAWord_ItsTrialsGoToAnotherAndItComesBack()
    {
        var lab = await shared.Fresh();
        await using var line = new BadLine(lab.Port) { Delay = TimeSpan.FromMilliseconds(5) };
        await lab.Host("lab-2");
        await lab.Host("far", await Through(lab, line, "far"));
        var run = await lab.App.Launch(ClusterLab.Work);
        await lab.Until(async () => await lab.State("far") == "training");

        var since = Stopwatch.StartNew();
        line.Cut();
        await lab.Until(async () => (await lab.Node("far"))!.Value.GetProperty("handedOn").GetInt32() > 0);
        var handedOn = since.Elapsed;
        await Task.Delay(LongTests.Pick(1_000, 27_000));
        line.Mend();
        since.Restart();
        await lab.Until(async () => await lab.State("far") is "idle" or "training");
        TestContext.Current.TestOutputHelper?.WriteLine($"handed on after {handedOn.TotalSeconds:0.0} s, back {since.Elapsed.TotalSeconds:0.0} s after the cable");
        await lab.WhenDone(run);

        Assert.InRange(handedOn.TotalSeconds, 2.5, LongTests.On ? 5 : 15);
        await lab.AssertSameAsAlone(run, ClusterLab.Work);
    }

    [Fact]
    public async Task Line_LongAndCut_CarriesEverythingLateInItsOrder()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var line = new BadLine(((IPEndPoint)listener.LocalEndpoint).Port) { Delay = TimeSpan.FromMilliseconds(100), Jitter = TimeSpan.FromMilliseconds(30) };
        using var near = new TcpClient();
        await near.ConnectAsync(IPAddress.Loopback, line.Port);
        using var far = await listener.AcceptTcpClientAsync();
        var sent = Stopwatch.StartNew();
        for (byte i = 0; i < 50; i++) await near.GetStream().WriteAsync(new[] { i });

        Assert.Equal(Enumerable.Range(0, 50), (await Read(far, 50)).Select(b => (int)b));
        Assert.True(sent.Elapsed >= TimeSpan.FromMilliseconds(100), $"{sent.Elapsed}");

        line.Cut();
        await near.GetStream().WriteAsync(new byte[] { 50 });
        near.Close();
        var read = Read(far, 2);
        await Task.Delay(400);
        Assert.False(read.IsCompleted);
        line.Mend();
        Assert.Equal([50], await read);
    }

    /// <summary>The word of a worker, with the line's end for the broker's address: the certificate is known by its digest.</summary>
    private static async Task<string> Through(ClusterLab lab, BadLine line, string name) =>
        (JoinCode.Read(await lab.Word(name))! with { Url = $"tls://127.0.0.1:{line.Port}" }).Write();

    /// <summary>So many bytes, or what there is until the end.</summary>
    private static async Task<byte[]> Read(TcpClient from, int count)
    {
        var bytes = new byte[count];
        return bytes[..await from.GetStream().ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false)];
    }
}
