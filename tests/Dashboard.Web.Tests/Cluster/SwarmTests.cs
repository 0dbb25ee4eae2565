using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Dashboard.Cluster.Connecting;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Tests.Support;
using Dashboard.Worker;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>
/// Many workers of many cores whose trials sleep, against a real lab and broker: what queue, broker, saver and pages can carry.
/// Long form: 100 workers of 32 cores, or as many as WORKERS says, and limits. Each collection of this process stops and reads
/// thousands of threads, so it is to collect rarely (DOTNET_GCgen0size=0x10000000), or that is what is measured.
/// </summary>
public sealed class SwarmTests
{
    private static readonly TimeSpan Trial = TimeSpan.FromMilliseconds(LongTests.Pick(50, 600));

    [Fact]
    public async Task Swarm_OfSleepers_IsCarried()
    {
        var cores = LongTests.Pick(4, 32);
        var workers = int.Parse(Environment.GetEnvironmentVariable("WORKERS") ?? $"{LongTests.Pick(3, 100)}", CultureInfo.InvariantCulture);
        await using var lab = await ClusterLab.Start();
        var proof = new Proof(WorkProof.OfSequences(), WorkProof.OfTraining(new FusedTrainer().VectorBits)!);
        List<WorkerEnd> swarm = [];
        try
        {
            for (var i = 0; i < workers; i++)
            {
                var caller = Caller.Of(JoinCode.Read(await lab.Word($"sleeper-{i}"))!);
                var worker = new WorkerEnd(new(caller, cores, new FusedTrainer().VectorBits) { Proof = proof }, new Sleeper(), _ => { }, TimeProvider.System);
                swarm.Add(worker);
                ClusterLab.Observe(worker.RunAsync());
            }
            await lab.Until(async () => (await lab.App.Get("/api/workers")).GetProperty("cluster").GetProperty("nodes").EnumerateArray().Count(n => n.GetProperty("state").GetString() == "idle") == workers);
            await Measure(lab, workers * cores);
        }
        finally
        {
            foreach (var worker in swarm) await worker.DisposeAsync();
        }
    }

    private static async Task Measure(ClusterLab lab, int cores)
    {
        List<string> runs = [];
        for (var i = 0; i < LongTests.Pick(1, 20); i++)
            runs.Add(await lab.App.Launch(new { name = $"sleep {i}", lengths = Enumerable.Range(2, LongTests.Pick(10, 100)), seeds = Enumerable.Range(1, LongTests.Pick(10, 100)), trainCount = 100, validationCount = 10, epochs = 5, protocol = "notebook" }));
        async Task<int> Done()
        {
            var done = 0;
            foreach (var run in runs) done += await lab.Done(run);
            return done;
        }
        await lab.Until(async () => await Done() > cores);
        var (from, busy, time) = (await Done(), Busy(lab), Stopwatch.StartNew());
        List<double> pages = [];
        while (time.Elapsed < TimeSpan.FromSeconds(LongTests.Pick(2, 40)) && await lab.App.Status(runs[^1]) != "done")
        {
            var page = Stopwatch.StartNew();
            await lab.App.Http.GetStringAsync("/status");
            await lab.App.Http.GetStringAsync($"/runs/{runs[0]}");
            pages.Add(page.Elapsed.TotalMilliseconds / 2);
            await Task.Delay(200);
        }
        var rate = (await Done() - from) / time.Elapsed.TotalSeconds;
        var used = (Busy(lab) - busy) / time.Elapsed;
        pages.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"{cores} cores: {rate:0} trials/s of {cores / Trial.TotalSeconds:0}, lab {used:0.00} cores, a page p95 {pages[(int)(0.95 * pages.Count)]:0} ms");
        if (LongTests.On) Assert.True(rate > 4_500, $"{rate:0} trials a second");
        else foreach (var run in runs) await lab.App.When(run, "done");
    }

    private static TimeSpan Busy(ClusterLab lab)
    {
        var (training, serving) = lab.App.Threads;
        return training + serving;
    }

    /// <summary>Takes its time and no processor.</summary>
    private sealed class Sleeper : ITrialRunner
    {
        public string EngineOf(RunSpec spec, ModelKind model) => "fused";

        public SelfCheck SelfCheck(RunSpec spec) => new(null, null);

        public TrialResult Train(RunSpec spec, TrialKey key, ITrialObserver? observer, CancellationToken cancellation)
        {
            EpochResult[] epochs = [.. Enumerable.Range(1, 5).Select(n => new EpochResult(n, 10.0 / n + 0.123456789, 10.0 / n + 0.987654321, 0.5, 0.25) { Readings = [0.5f, 0.25f] })];
            // By the system itself: thousands of threads that wait by the runtime's means share one lock there, and that would be what is
            // measured.
            Sleep((uint)Trial.TotalMicroseconds);
            if (cancellation.IsCancellationRequested) return new(TrialStatus.Cancelled, [], false, 0, null, null);
            foreach (var epoch in epochs) observer?.OnEpoch(epoch);
            var flow = new GradientFlow(1, [.. Enumerable.Range(0, key.Length).Select(i => i / 7f)]);
            return new(TrialStatus.Done, epochs, false, Trial.TotalSeconds, flow, flow);
        }

        [DllImport("libc", EntryPoint = "usleep")]
        private static extern int Sleep(uint microseconds);
    }
}
