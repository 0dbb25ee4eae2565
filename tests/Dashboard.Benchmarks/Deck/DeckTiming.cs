using System.Diagnostics;
using Dashboard.Benchmarks.Steps;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Benchmarks.Deck;

/// <summary>
/// The deck's 864 trials through queue and store: with one worker a core, with one worker, and what the torch engine would
/// take, measured trial kind by trial kind on a tenth of the data and scaled by the epochs that really ran.
/// </summary>
internal static class DeckTiming
{
    public static void Run(TextWriter output, int seeds, bool compare)
    {
        var cores = Environment.ProcessorCount;
        var all = Train(cores, seeds);
        output.WriteLine($"{all.Trials.Count:N0} trials, notebook protocol, {seeds} seed(s), {cores} workers: {all.Wall:F1} s "
            + $"({all.Trials.Count / all.Wall:F0} trials/s); saving {all.Saving:F2} s = {all.Saving / all.Wall:P1} of it, on a thread of its own");
        var readme = new ReadmeRows();
        var peak = SideBySide.Median([.. Enumerable.Range(0, 9).Select(_ => FmaPeak.Measure())]);
        var rate = all.Trials.Sum(Operations) / all.Wall / cores / 1e9;
        output.WriteLine($"Operations of all training and validation steps: {rate:F0} GFLOP/s a core over the whole time; FMA peak {peak:F0} GFLOP/s");
        readme.Add("whole deck, all cores: operations of all training and validation steps over wall time × cores × peak", "65%",
            $"{rate / peak:P0} ({cores} cores, {seeds} seed{(seeds == 1 ? "" : "s")}, {all.Wall:F1} s)");
        if (!compare)
        {
            readme.Write(output);
            return;
        }
        var one = Train(workers: 1, seeds);
        output.WriteLine($"The same with 1 worker: {one.Wall:F1} s; {cores} workers are {one.Wall / all.Wall:F2}x as fast");
        var torch = TorchSeconds(all.Trials) / cores;
        output.WriteLine($"The same by the torch engine, sampled and scaled, {cores} workers: {torch:F0} s; the fused engine is {torch / all.Wall:F0}x as fast");
        readme.Add($"the whole deck, {all.Trials.Count:N0} trials, through queue and store, against the same sampled and scaled from the torch engine", "100×, about 30 s",
            $"{torch / all.Wall:F0}×, {all.Wall:F1} s");
        readme.Add($"{cores} workers over one, whole deck", "1.9×", $"{one.Wall / all.Wall:F2}×");
        readme.Add("saving, share of the run's time", "under 5%", $"{all.Saving / all.Wall:P1}");
        readme.Write(output);
    }

    /// <summary>Arithmetic of all that a trial trained and validated.</summary>
    private static double Operations((RunSpec Spec, Trial Trial) of)
    {
        var (network, length) = (of.Spec.Network(of.Trial.Key.Model), of.Trial.Key.Length);
        return of.Trial.Result!.Epochs.Count
            * (StepArithmetic.Training(network, length, of.Spec.TrainCount) + StepArithmetic.Validation(network, length, of.Spec.ValidationCount));
    }

    private static (double Wall, double Saving, IReadOnlyList<(RunSpec Spec, Trial Trial)> Trials) Train(int workers, int seeds)
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-deck-").FullName;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Path"] = Path.Combine(folder, "deck.db"),
            ["Storage:BackupHours"] = "0",
        }).Build();
        using var services = new ServiceCollection().AddLogging().AddStorage(configuration).BuildServiceProvider();
        foreach (var hosted in services.GetServices<IHostedService>()) hosted.StartAsync(default).Wait();
        var store = new TimedStore(services.GetRequiredService<IRunStore>());
        var runs = new RunService(store, new LocalRunner(new([new FusedTrainer(), new TorchTrainer()]), new SequenceCache()), new() { Workers = workers }, TimeProvider.System);
        runs.Start();
        var clock = Stopwatch.StartNew();
        var study = runs.LaunchDeck(Protocol.Notebook, [.. Enumerable.Range(1, seeds).Select(s => (long)s)]);
        while (!runs.FindStudy(study.Id)!.Value.Runs.All(r => r.IsEnded)) Thread.Sleep(20);
        var wall = clock.Elapsed.TotalSeconds;
        var trials = study.RunIds.SelectMany(id => runs.Trials(id).Select(t => (runs.Find(id)!.Spec, t))).ToArray();
        runs.Stop(TimeSpan.FromSeconds(3));
        foreach (var hosted in services.GetServices<IHostedService>()) hosted.StopAsync(default).Wait();
        services.Dispose();
        Directory.Delete(folder, recursive: true);
        return (wall, store.Saving.TotalSeconds, trials);
    }

    /// <summary>One epoch of each model and length on 2,500 sequences, times ten, times the epochs of every trial.</summary>
    private static double TorchSeconds(IReadOnlyList<(RunSpec Spec, Trial Trial)> trials)
    {
        const int Share = 10;
        var torch = new TorchTrainer();
        var sequences = new SequenceCache();
        var perEpoch = new Dictionary<(ModelKind, int), double>();
        foreach (var (spec, trial) in trials.DistinctBy(t => (t.Trial.Key.Model, t.Trial.Key.Length)))
        {
            var (training, validation) = spec.Data(trial.Key.Length, 1);
            var data = new TrainingData(
                sequences.Get(training with { Count = training.Count / Share }), sequences.Get(validation with { Count = validation.Count / Share }), false);
            // The first pass warms up, the second counts.
            torch.Train(data, spec.Network(trial.Key.Model), new(Epochs: 1), 1, null, default);
            perEpoch[(trial.Key.Model, trial.Key.Length)] =
                Share * torch.Train(data, spec.Network(trial.Key.Model), new(Epochs: 1), 1, null, default).Seconds;
        }
        return trials.Sum(t => t.Trial.Result!.Epochs.Count * perEpoch[(t.Trial.Key.Model, t.Trial.Key.Length)]);
    }
}
