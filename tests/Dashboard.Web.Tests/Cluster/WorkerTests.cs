using System.Diagnostics;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>A lab, its broker and workers as processes: what they do when nothing goes wrong.</summary>
public sealed class WorkerTests(SharedLab shared) : IClassFixture<SharedLab>
{
    private static readonly object Small = new { name = "small", lengths = new[] { 2, 5, 9, 14 }, seeds = new[] { 1, 2 }, trainCount = 2_000, validationCount = 100, epochs = 4, protocol = "notebook" };

    [Fact]
    public async Task Workers_TwoTrainARun_ItsResultsAreThoseOfOneProcessToTheBit()
    {
        var lab = await shared.Fresh();
        await Task.WhenAll(lab.Join("lab-2"), lab.Join("lab-3"));
        var run = await lab.App.Launch(Small);
        await lab.App.When(run, "done");
        var trained = await lab.App.Results(run);
        var machines = (await lab.App.Get($"/api/runs/{run}/trials")).EnumerateArray().Select(t => t.GetProperty("machine").GetString()).ToArray();

        Assert.Equal(17, trained.Length);
        await lab.AssertSameAsAlone(run, Small);
        Assert.All(machines, m => Assert.Contains(m, new[] { "lab-2", "lab-3" }));
    }

    [Fact]
    public async Task Worker_Started_TrainsItsFirstTrialWithinThreeSeconds()
    {
        var lab = await shared.Fresh();
        var word = await lab.Word("lab-4");
        var run = await lab.App.Launch(Small);
        var waited = Stopwatch.StartNew();
        lab.Workers["lab-4"] = WorkerProcess.Start(word);

        await lab.Until(async () => await lab.Done(run) > 0);

        TestContext.Current.TestOutputHelper?.WriteLine($"worker started to first trial saved: {waited.ElapsedMilliseconds} ms");
        Assert.True(waited.Elapsed < TimeSpan.FromSeconds(LongTests.On ? 3 : 20), $"{waited.Elapsed}");
    }

    [Fact]
    public async Task Worker_CancelledWhileItTrains_IsIdleSoon()
    {
        var lab = await shared.Fresh();
        await lab.Join("lab-5", cores: 2);
        var times = new List<double>();
        for (var i = 0; i < LongTests.Pick(3, 40); i++)
        {
            var run = await lab.App.Launch(new { lengths = new[] { 45 }, seeds = Enumerable.Range(1, 20), trainCount = 25_000, epochs = 1_000, patience = 1_000, protocol = "notebook" });
            await lab.Until(async () => (await lab.App.Get($"/api/runs/{run}/trials")).EnumerateArray().Count(t => t.GetProperty("epochsRun").GetInt32() > 0) >= 2);
            var waited = Stopwatch.StartNew();
            (await lab.App.Http.PostAsync($"/api/runs/{run}/cancel", null)).EnsureSuccessStatusCode();
            await lab.Until(async () => await lab.App.Status(run) == "cancelled" && (await lab.Node("lab-5"))!.Value.GetProperty("busy").GetInt32() == 0);
            times.Add(waited.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"cancel to idle: median {times[times.Count / 2]:0} ms, p95 {times[(int)(0.95 * times.Count)]:0} ms of {times.Count}");
        Assert.True(times[(int)(0.95 * times.Count)] < (LongTests.On ? 1_000 : 5_000));
    }

    [Fact]
    public async Task Worker_ToldToLeave_FinishesAndEndsAndNothingIsTrainedAgain()
    {
        var lab = await shared.Fresh();
        var worker = await lab.Join("lab-6");
        var run = await lab.App.Launch(Small);
        await lab.Until(async () => await lab.Done(run) > 0);

        (await lab.App.Http.PostAsync("/api/workers/lab-6/leave", null)).EnsureSuccessStatusCode();
        await worker.Exited();
        Assert.Equal(0, worker.ExitCode);
        await lab.Until(async () => await lab.Node("lab-6") is null);

        await lab.Join("lab-7");
        await lab.App.When(run, "done");
    }

    [Fact]
    public async Task Worker_CredentialRevoked_IsCutOffAndSaysSo()
    {
        var lab = await shared.Fresh();
        var worker = await lab.Join("lab-8");

        using var revoked = await lab.App.Http.DeleteAsync("/api/workers/lab-8");
        Assert.Equal(204, (int)revoked.StatusCode);

        await lab.Until(() => Task.FromResult(worker.Output.Contains("was revoked", StringComparison.Ordinal)));
        await lab.Until(async () => await lab.State("lab-8") is "quiet" or "lost");
        Assert.Single(worker.Output.Split('\n'), l => l.Contains("was revoked", StringComparison.Ordinal));
    }

    [Fact]
    public void Worker_AsItIsBuilt_HasNoNativeLibraryWebOrStore()
    {
        var files = Directory.EnumerateFiles(WorkerProcess.Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToArray();

        Assert.Contains("Dashboard.Worker.dll", files);
        Assert.DoesNotContain(files, f => f!.Contains("torch_cpu", StringComparison.OrdinalIgnoreCase) || f.Contains("libLibTorchSharp", StringComparison.Ordinal)
            || f.Contains("LiteDB", StringComparison.Ordinal) || f.Contains("AspNetCore", StringComparison.Ordinal) || f.Contains("libSkia", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("--join=nonsense", "cannot be read")]
    [InlineData("--cores=2", "--join")]
    [InlineData("--wrong=1", "no option")]
    public async Task Worker_WrongOptions_SaysWhatIsWrongInOneLine(string option, string said)
    {
        using var worker = WorkerProcess.StartWith(option);
        await worker.Exited();

        Assert.Equal(1, worker.ExitCode);
        Assert.Contains(said, worker.Output);
        Assert.Single(worker.Output.Split('\n'));
    }
}
