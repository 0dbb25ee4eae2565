using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Tests.Tasks;

/// <summary>The fused engine and the torch engine, side by side through one epoch of every task as it is drawn, with every cell.</summary>
public sealed class EnginesAgreeTests
{
    private static readonly TrainingSpec Epoch = new(Epochs: 1, BatchSize: 32);

    /// <summary>Every way to draw a task, with every cell.</summary>
    public static TheoryData<SequenceKind, Protocol, string, ModelKind> Drawn
    {
        get
        {
            var all = new TheoryData<SequenceKind, Protocol, string, ModelKind>();
            foreach (var task in LabTasks.All)
                foreach (var protocol in task.Protocols)
                    foreach (var variant in task.Variants?.All.Select(v => v.Word) ?? [""])
                        foreach (var model in Cell.Kinds) all.Add(task.Kind, protocol, variant, model);
            return all;
        }
    }

    [Theory, MemberData(nameof(Drawn))]
    public void Step_AnEpochOfATask_HasTorchsLossesGradientsAndPredictions(SequenceKind kind, Protocol protocol, string variant, ModelKind model)
    {
        var (data, network) = Trial(kind, protocol, variant, model);
        using var fused = new FusedTrainer().Open(network, Epoch, InitialWeights.Draw(network, 5), data.Training.Steps);
        using var torch = new TorchTrainer().Open(network, Epoch, InitialWeights.Draw(network, 5), data.Training.Steps);
        var drift = 1e-5;
        foreach (var batch in new Shuffle(data.Training.Count, 5).NextEpoch().ToArray().Chunk(Epoch.BatchSize).Select(k => data.Training.Take(k)))
        {
            var (actual, expected) = (fused.Step(batch), torch.Step(batch));
            Assert.Equal(expected.Loss, actual.Loss, drift * expected.Loss);
            Assert.InRange(Norm.RelativeDifference(actual.Predictions, Doubles(expected.Predictions)), 0, drift);
            Assert.InRange(Norm.RelativeDifference(Flat(actual.Gradients), Doubles(Flat(expected.Gradients))), 0, 10 * drift);
            Assert.InRange(Norm.RelativeDifference(actual.HiddenGradientNorms, Doubles(expected.HiddenGradientNorms)), 0, 10 * drift);
            // Adam makes steps of one size of gradients that are nearly nothing: rounding grows with every step.
            drift = 1e-3;
        }
        var (validated, known) = (fused.Evaluate(data.Validation), torch.Evaluate(data.Validation));
        Assert.Equal(known.Loss, validated.Loss, drift * known.Loss);
        Assert.InRange(Norm.RelativeDifference(validated.Predictions, Doubles(known.Predictions)), 0, drift);
    }

    [Theory, MemberData(nameof(Drawn))]
    public void Train_AnEpochOfATask_ReadsWhatTorchReads(SequenceKind kind, Protocol protocol, string variant, ModelKind model)
    {
        var (data, network) = Trial(kind, protocol, variant, model);
        var (actual, expected) = (Result(new FusedTrainer()), Result(new TorchTrainer()));
        Assert.Equal(expected.TrainLoss, actual.TrainLoss, 1e-3 * expected.TrainLoss);
        Assert.Equal(expected.ValidationLoss, actual.ValidationLoss, 1e-3 * expected.ValidationLoss);
        Assert.Equal(expected.GradientMean, actual.GradientMean, 1e-2 * expected.GradientMean);
        Assert.Equal(expected.Readings.Count, actual.Readings.Count);
        // A percent is one of the validation sequences, which may lie on the border of right and wrong.
        Assert.All(expected.Readings.Zip(actual.Readings), r => Assert.Equal(r.First, r.Second, LabTasks.Of(kind).DrawsIntegers ? 0.01f : 1f));

        EpochResult Result(ITrainer trainer) => Assert.Single(trainer.Train(data, network, Epoch, 5, null, CancellationToken.None).Epochs);
    }

    private static (TrainingData Data, NetworkSpec Network) Trial(SequenceKind kind, Protocol protocol, string variant, ModelKind model)
    {
        var task = LabTasks.Of(kind);
        // 310 sequences: ten batches, the last of them not full. No length of a paper's may be shorter than it allows.
        var length = (int)Math.Clamp(12, task.Lengths(protocol).Min, task.Lengths(protocol).Max);
        var spec = task.Preset(protocol) with { Variant = variant, Lengths = [length], TrainCount = 310, ValidationCount = 100, HiddenSize = 7 };
        return (task.Data(spec, length, 1, new SequenceCache()), spec.Network(model));
    }

    private static IEnumerable<float> Flat(IReadOnlyDictionary<string, float[]> gradients) => gradients.OrderBy(g => g.Key, StringComparer.Ordinal).SelectMany(g => g.Value);

    private static IEnumerable<double> Doubles(IEnumerable<float> values) => values.Select(v => (double)v);
}
