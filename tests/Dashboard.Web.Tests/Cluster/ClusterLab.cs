using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Cluster.Connecting;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Tests.Support;
using Dashboard.Worker;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>A lab with a broker of its own, a process each, and workers: processes where they are killed or frozen, else in this one.</summary>
internal sealed class ClusterLab : IAsyncDisposable
{
    // Long enough that what happens meets it at work.
    public static readonly object Work = new
    {
        name = "work", lengths = new[] { 2, 5, 9, 14, 20, 30 }, seeds = Enumerable.Range(1, LongTests.Pick(30, 100)).ToArray(), trainCount = LongTests.Pick(6_000, 25_000), validationCount = 200,
        epochs = LongTests.Pick(8, 20), protocol = "notebook",
    };

    // Results of one process by what was asked for, each trained once.
    private static readonly ConcurrentDictionary<string, Task<string[]>> Alone = [];

    private readonly TempFolder folder = new();
    private readonly string[] settings;
    private readonly ConcurrentDictionary<string, string> words = [];
    private readonly ConcurrentDictionary<string, WorkerEnd> hosted = [];

    private ClusterLab(string address, string[] settings) =>
        this.settings = [$"--Cluster:Listen={address}:{Port}", "--Cluster:Name=lab-1", .. settings];

    public int Port { get; } = Broker.FreePort();

    public string Folder => folder.Path;

    public AppProcess App { get; private set; } = null!;

    public ConcurrentDictionary<string, WorkerProcess> Workers { get; } = [];

    /// <summary>Starts a lab; by default one that trains nothing itself.</summary>
    public static Task<ClusterLab> Start(bool labTrains = false, params string[] settings) => Start(new ClusterLab("127.0.0.1", [$"--Cluster:LabTrains={labTrains}", .. settings]));

    /// <summary>Starts one whose workers reach it at that address of this machine.</summary>
    public static Task<ClusterLab> StartFor(string address) => Start(new ClusterLab(address, ["--Cluster:LabTrains=false"]));

    /// <summary>Starts one that other networks could reach, so that everything is encrypted; its workers are on this machine.</summary>
    public static Task<ClusterLab> StartEncrypted() => Start(new ClusterLab("0.0.0.0", ["--Cluster:LabTrains=false", "--Cluster:Address=127.0.0.1"]));

    /// <summary>Starts one that keeps the broker's files in another folder.</summary>
    public static Task<ClusterLab> StartOn(string brokerFolder)
    {
        var lab = new ClusterLab("127.0.0.1", ["--Cluster:LabTrains=false"]);
        Directory.CreateSymbolicLink(Path.Combine(lab.Folder, "cluster"), brokerFolder);
        return Start(lab);
    }

    private static async Task<ClusterLab> Start(ClusterLab lab)
    {
        Broker.Needed();
        await lab.StartApp();
        return lab;
    }

    /// <summary>Starts the lab's process, again where it was killed.</summary>
    public async Task StartApp() => App = await AppProcess.Start(folder.Path, settings);

    public void KillApp()
    {
        App.Kill();
        App.Dispose();
    }

    /// <summary>The word of a worker, made once.</summary>
    public async Task<string> Word(string name)
    {
        if (words.TryGetValue(name, out var known)) return known;
        using var answer = await App.Http.PostAsJsonAsync("/api/workers", new { name });
        Assert.True((int)answer.StatusCode == 201, await answer.Content.ReadAsStringAsync());
        return words[name] = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("word").GetString()!;
    }

    /// <summary>Starts a worker, again where it was killed.</summary>
    public async Task<WorkerProcess> Add(string name, int cores = 1)
    {
        if (Workers.TryRemove(name, out var before)) before.Dispose();
        return Workers[name] = WorkerProcess.Start(await Word(name), cores);
    }

    /// <summary>Starts one and waits until it can work.</summary>
    public async Task<WorkerProcess> Join(string name, int cores = 1)
    {
        var worker = await Add(name, cores);
        await Until(async () => await State(name) is "idle" or "training");
        return worker;
    }

    /// <summary>Starts one of one core in this process, by default with the word the lab gives, and waits until it can work.</summary>
    public async Task<WorkerEnd> Host(string name, string? word = null, TimeProvider? time = null)
    {
        var trainer = new FusedTrainer();
        var options = new WorkerOptions(Caller.Of(JoinCode.Read(word ?? await Word(name))!), 1, trainer.VectorBits);
        var worker = hosted[name] = new(options, new LocalRunner(new([trainer]), new()), _ => { }, time ?? TimeProvider.System);
        Observe(worker.RunAsync());
        await Until(async () => await State(name) is "idle" or "training");
        return worker;
    }

    /// <summary>Watches a worker's work: one that fails must fail the tests.</summary>
    public static async void Observe(Task work) => await work;

    /// <summary>Ends all workers; those that can say so, so that nothing is given to them any more.</summary>
    public async Task EndWorkers()
    {
        foreach (var worker in Workers.Values)
        {
            // One that is frozen hears nothing.
            if (!worker.HasExited) worker.Thaw();
            if (!worker.HasExited) worker.Terminate();
            await worker.Exited();
            worker.Dispose();
        }
        foreach (var worker in hosted.Values)
        {
            await worker.LeaveAsync(TimeSpan.FromSeconds(1));
            await worker.DisposeAsync();
        }
        Workers.Clear();
        hosted.Clear();
    }

    public async Task<JsonElement?> Node(string name)
    {
        foreach (var node in (await App.Get("/api/workers")).GetProperty("cluster").GetProperty("nodes").EnumerateArray())
            if (node.GetProperty("name").GetString() == name) return node;
        return null;
    }

    public async Task<string?> State(string name) => (await Node(name))?.GetProperty("state").GetString();

    public async Task<int> Done(string run) => (await App.Get($"/api/runs/{run}")).GetProperty("progress").GetProperty("trialsDone").GetInt32();

    /// <summary>How long a run may take where other work goes on.</summary>
    public static readonly TimeSpan RunPatience = TimeSpan.FromMinutes(10);

    public async Task WhenDone(string run)
    {
        for (var waited = Stopwatch.StartNew(); await App.Status(run) != "done"; await Task.Delay(50))
            Assert.True(waited.Elapsed < RunPatience, $"The run does not end. The lab: {App.Output}");
    }

    /// <summary>A run's results are those of one process to the bit.</summary>
    public async Task AssertSameAsAlone(string run, object request) =>
        Assert.Equal(await Alone.GetOrAdd(JsonSerializer.Serialize(request), _ => TrainAlone(request)), await App.Results(run));

    private static async Task<string[]> TrainAlone(object request)
    {
        using var own = new TempFolder();
        using var alone = await AppProcess.Start(own.Path);
        var run = await alone.Launch(request);
        for (var waited = Stopwatch.StartNew(); await alone.Status(run) != "done"; await Task.Delay(100)) Assert.True(waited.Elapsed < RunPatience);
        return await alone.Results(run);
    }

    /// <summary>No worker's trials were handed to others.</summary>
    public async Task AssertNobodyWasLost() =>
        Assert.DoesNotContain("\"handedOn\"", string.Join('\n', (await App.Get("/api/workers")).GetProperty("cluster").GetProperty("events").EnumerateArray().Select(e => e.GetRawText())));

    public async Task Until(Func<Task<bool>> condition)
    {
        for (var waited = Stopwatch.StartNew(); !await condition(); await Task.Delay(LongTests.Pick(50, 20)))
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), $"Waited too long.\nThe lab: {App.Output}\n{string.Join('\n', Workers.Select(w => $"{w.Key}: {w.Value.Output}"))}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in Workers.Values) worker.Dispose();
        foreach (var worker in hosted.Values) await worker.DisposeAsync();
        App.Dispose();
        Broker.End(folder.Path);
        await Task.Delay(50);
        folder.Dispose();
    }
}
