using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Web.Operations;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;

namespace Dashboard.Web.Tests.Operations;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Run_FromLaunchToEnd_IsLoggedWithItsIds()
    {
        var log = new KeptLog();
        await using var app = new TestApp();
        await using var logged = app.WithWebHostBuilder(b => b.UseSetting("Logging:LogLevel:Default", "Debug").ConfigureTestServices(s => s.AddSingleton<ILoggerProvider>(log)));
        var runs = logged.Services.GetRequiredService<RunService>();
        var run = runs.Launch(Trials.Spec([2]) with { TrainCount = 8, ValidationCount = 4 }, "logged");
        await Ended(runs, run.Id);
        // Viewers hear of the end first.
        SpinWait.SpinUntil(() => Of().Any(l => Equals(l.GetValueOrDefault("Status"), RunStatus.Done)), TestApp.Patience);
        var told = Of();
        Assert.Equal("Run {RunId} launched: {Name}, {Trials} trials", told[0]["{OriginalFormat}"]);
        Assert.Contains(told, l => Equals(l.GetValueOrDefault("Status"), RunStatus.Running));
        Assert.Equal([0, 1], told.Select(l => l.GetValueOrDefault("TrialIndex")).OfType<int>().Order());
        Assert.Contains(told, l => ((string)l["{OriginalFormat}"]!).StartsWith("Run {RunId} ended", StringComparison.Ordinal) && Equals(l["Status"], RunStatus.Done));

        Dictionary<string, object?>[] Of() => [.. log.Lines.Where(l => Equals(l.GetValueOrDefault("RunId"), run.Id))];
    }

    [Fact]
    public async Task Run_FromLaunchToEnd_IsMeasured()
    {
        await using var app = new TestApp();
        var runs = app.Runs;
        var factory = app.Services.GetRequiredService<IMeterFactory>();
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "Dashboard" && instrument.Meter.Scope == factory) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((i, value, _, _) => seen.AddOrUpdate(i.Name, value, (_, old) => old + value));
        listener.SetMeasurementEventCallback<int>((i, value, _, _) => seen.AddOrUpdate(i.Name, value, (_, old) => old + value));
        listener.SetMeasurementEventCallback<double>((i, value, _, _) => seen.AddOrUpdate(i.Name, 1, (_, old) => old + 1));
        listener.Start();
        var id = await app.Launch();
        await app.When(id, r => r.IsEnded);
        using var watching = runs.Subscribe(id);
        await using var news = watching!.ReadAllAsync().GetAsyncEnumerator();
        await news.MoveNextAsync();
        runs.Edit(id, notes: "news");
        await news.MoveNextAsync();
        listener.RecordObservableInstruments();

        Assert.Equal(4, seen["dashboard.trials"]);
        Assert.Equal(4, seen["dashboard.trial.duration"]);
        Assert.InRange(seen["dashboard.save.duration"], 1, 4);
        Assert.True(seen["dashboard.feed.lag"] >= 1);
        Assert.Equal((0, 1, 1), (seen["dashboard.queue.length"], seen["dashboard.viewers"], seen["dashboard.store.available"]));
    }

    [Fact]
    public async Task Run_FromLaunchToEnd_IsATraceWithItsTrials()
    {
        var activities = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Dashboard", Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData, ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = new TestApp();
        var id = await app.Launch();
        await app.When(id, r => r.IsEnded);
        SpinWait.SpinUntil(() => Of(id).Length == 5, TestApp.Patience);

        var run = Of(id).Single(a => a.OperationName == "run");
        var trials = Of(id).Where(a => a.OperationName == "trial").ToArray();
        Assert.Equal(4, trials.Length);
        Assert.All(trials, t => Assert.Equal(run.SpanId, t.ParentSpanId));
        Assert.Equal(default, run.ParentSpanId);

        Activity[] Of(string runId) => [.. activities.Where(a => Equals(a.GetTagItem("dashboard.run.id"), runId))];
    }

    [Fact]
    public void Otlp_NotSet_AddsNoExporter()
    {
        using var app = new TestApp();
        Assert.Null(app.Services.GetService<TracerProvider>());
        Assert.NotNull(app.Services.GetService<IRunObserver>());
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("http://localhost:4317", true)]
    [InlineData("localhost:4317", false)]
    [InlineData("ftp://somewhere", false)]
    public void Otlp_NoAddress_IsAProblemThatSaysWhatToGive(string? address, bool good)
    {
        var problems = new TelemetryOptions { Otlp = address }.Problems();
        if (good) Assert.Empty(problems);
        else Assert.Contains("http://localhost:4317", Assert.Single(problems));
    }

    [Fact]
    public void RecentErrors_SaidAgain_AreCountedAndTheOldestGoFirst()
    {
        using var errors = new RecentErrors(TimeProvider.System);
        var logger = errors.CreateLogger("Dashboard.Web.Part");
        for (var i = 0; i < RecentErrors.Kept + 5; i++) logger.LogWarning("fault {Number}", i);
        for (var i = 0; i < 3; i++) logger.LogError("again");
        errors.CreateLogger("Microsoft.Other").LogWarning("not ours");

        Assert.Equal(RecentErrors.Kept, errors.All.Count);
        Assert.Equal(("again", 3, "Part"), (errors.All[0].Message, errors.All[0].Times, errors.All[0].Source));
        Assert.Equal("fault 6", errors.All[^1].Message);
    }

    private static async Task Ended(RunService runs, string id)
    {
        using var timeout = new CancellationTokenSource(TestApp.Patience);
        using var news = runs.Subscribe(id)!;
        await foreach (var update in news.ReadAllAsync(timeout.Token))
            if (update.Run.IsEnded) return;
    }

    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<Dictionary<string, object?>> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is IEnumerable<KeyValuePair<string, object?>> fields) Lines.Enqueue(fields.GroupBy(f => f.Key).ToDictionary(f => f.Key, f => f.Last().Value));
        }

        public void Dispose()
        {
        }
    }
}
