using System.Collections.Concurrent;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;
using Dashboard.Web.Notebooks;

namespace Dashboard.Web.Tests.Notebooks;

/// <summary>Small runs that together have every task, protocol, variant, cell and setting a notebook can be of.</summary>
internal static class NotebookRuns
{
    private static readonly Trainers Engines = new([new FusedTrainer(), new TorchTrainer()]);
    private static readonly LocalRunner Runner = new(Engines, new());
    private static readonly ConcurrentDictionary<string, Lazy<Notebook>> Made = [];

    /// <summary>First batches, trained by the same engines.</summary>
    public static FirstBatches Batches { get; } = new(Engines, new());

    /// <summary>Every task as its card starts it, in every protocol and variant, with all cells; then settings that no card has.</summary>
    public static IReadOnlyDictionary<string, RunSpec> All { get; } = Tasks().Concat(Settings()).ToDictionary(r => r.Name, r => r.Spec);

    /// <summary>Names of each task once, and of the settings.</summary>
    public static IEnumerable<string> Some => All.GroupBy(r => r.Value.Sequence).Select(g => g.First().Key).Union(Settings().Select(s => s.Name));

    private static IEnumerable<(string Name, RunSpec Spec)> Tasks() =>
        from task in LabTasks.All
        from protocol in task.Protocols
        from variant in task.Variants?.All.Select(v => v.Word) ?? [""]
        let spec = task.Preset(protocol)
        select ($"{task.Name}, {protocol} {variant}".TrimEnd(), spec with
        {
            Variant = variant, Lengths = [spec.Lengths[0]], Models = Cell.Kinds,
        });

    private static IEnumerable<(string Name, RunSpec Spec)> Settings()
    {
        var simple = Card(SequenceKind.Simple);
        yield return ("noise, standardized, fresh data, large seed", simple with { Noise = 4, Standardize = true, FreshData = true, Seeds = [7] });
        yield return ("a seed of more than 32 bits", simple with { Seeds = [5_000_000_019] });
        yield return ("realistic, notebook, noise, standardized", Card(SequenceKind.Realistic) with { Protocol = Protocol.Notebook, Noise = 2, Standardize = true });
        yield return ("orthogonal, forget bias, clipped, tested elsewhere", simple with
        {
            RecurrentInit = RecurrentInit.Orthogonal, ForgetBias = 1, InputGateBias = -1, ClipNorm = 0.5, TestLengths = [3, 9],
        });
        yield return ("two layers, sequences of different length", Card(SequenceKind.TwoSequences) with { Layers = 2, TestLengths = [14] });

        static RunSpec Card(SequenceKind kind)
        {
            var task = LabTasks.Of(kind);
            var spec = task.Preset(task.Protocols[0]);
            return spec with { Lengths = [Math.Max(5, spec.Lengths[0])], Models = Cell.Kinds };
        }
    }

    /// <summary>Trains a run on so much data for so many epochs.</summary>
    public static (Run Run, IReadOnlyList<Trial> Trials) Train(RunSpec spec, int trainCount, int validationCount, int epochs)
    {
        spec = spec with { TrainCount = trainCount, ValidationCount = validationCount, Epochs = epochs };
        var trials = spec.Trials().Select((key, index) =>
        {
            var result = Runner.Train(spec, key, null, CancellationToken.None);
            Assert.True(result.Status == TrialStatus.Done, $"{key}: {result.Error}");
            return new Trial(index, key, result.Status, Runner.EngineOf(spec, key.Model), result, new(EngineVersion.Current, 0));
        }).ToArray();
        var run = new Run { Id = "01a21aba85557b38ae93060329a5e960", Name = spec.Title, Spec = spec, CreatedAt = DateTime.UnixEpoch, Status = RunStatus.Done, TrialsDone = trials.Length };
        return (run, trials);
    }

    /// <summary>A small run's notebook, by its name; made once.</summary>
    public static Notebook Small(string name) => Made.GetOrAdd(name, n => new(() =>
    {
        var (run, trials) = Train(All[n], trainCount: 70, validationCount: 20, epochs: 2);
        return NotebookWriter.Of(run, trials, Batches)!;
    })).Value;
}
