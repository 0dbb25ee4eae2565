using System.Diagnostics;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;
using Dashboard.Web.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Benchmarks.Findings;

/// <summary>The findings of a 20-seed deck study with made-up results, read from a data file that was just opened.</summary>
internal static class FindingsTiming
{
    public static void Run(TextWriter output, int seeds)
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-findings-").FullName;
        var study = With(folder, store => Write(store, seeds));
        With(folder, store =>
        {
            var runs = new RunService(store, new LocalRunner(new([new FusedTrainer()]), new SequenceCache()), new(), TimeProvider.System);
            var service = new FindingsService(runs, new(), TimeProvider.System);
            var of = runs.FindStudy(study)!.Value.Runs;
            output.WriteLine($"{of.Sum(r => r.TrialsDone):N0} trials, {Environment.ProcessorCount} cores");
            Time("all findings, nothing known yet", () => service.OfAsync(of).Result);
            Time("the same again", () => service.OfAsync(of).Result);
            Thread.Sleep(FindingsService.Fresh);
            Time("after one run went on", () => service.OfAsync([.. of.Select((r, i) => i == 0 ? r with { TrialsDone = r.TrialsDone - 1 } : r)]).Result);
            return 0;
        });
        Directory.Delete(folder, recursive: true);

        void Time(string what, Func<StudyFindings> work)
        {
            var clock = Stopwatch.StartNew();
            work();
            output.WriteLine($"{what}: {clock.Elapsed.TotalSeconds:F2} s");
        }
    }

    private static T With<T>(string folder, Func<IRunStore, T> act)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Path"] = Path.Combine(folder, "findings.db"),
            ["Storage:BackupHours"] = "0",
        }).Build();
        using var services = new ServiceCollection().AddLogging().AddStorage(configuration).BuildServiceProvider();
        foreach (var hosted in services.GetServices<IHostedService>()) hosted.StartAsync(default).Wait();
        var result = act(services.GetRequiredService<IRunStore>());
        foreach (var hosted in services.GetServices<IHostedService>()) hosted.StopAsync(default).Wait();
        return result;
    }

    private static string Write(IRunStore store, int seeds)
    {
        var random = new Random(1);
        var runs = Presets.Panels.Select((p, i) => new Run
        {
            Id = $"run{i:00}", StudyId = "study", Name = p.Name, CreatedAt = DateTime.UnixEpoch, Status = RunStatus.Done,
            Spec = Presets.Run(p, Protocol.Notebook, [.. Enumerable.Range(1, seeds).Select(s => (long)s)]),
        }).ToArray();
        store.Add(runs, new() { Id = "study", Name = "study", CreatedAt = DateTime.UnixEpoch, RunIds = [.. runs.Select(r => r.Id)], Protocol = Protocol.Notebook });
        foreach (var run in runs)
            store.SaveTrials(run.Id, [.. run.Spec.Trials().Select((key, index) => new Trial(index, key, TrialStatus.Done, "fused", Result(key, random)))],
                r => r with { TrialsDone = r.TrialsTotal });
        return "study";
    }

    private static TrialResult Result(TrialKey key, Random random)
    {
        var epochs = Enumerable.Range(1, 4 + random.Next(17)).Select(e => new EpochResult(e, 30 * random.NextDouble(), 30 * random.NextDouble(), random.NextDouble(), random.NextDouble())).ToArray();
        GradientFlow Flow(int epoch) => new(epoch, [.. Enumerable.Range(0, key.Length).Select(t => (float)Math.Exp(random.NextDouble() - 0.3 * (key.Length - t)))]);
        return new(TrialStatus.Done, epochs, true, 0.1, Flow(1), Flow(2));
    }
}
