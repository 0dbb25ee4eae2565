using System.Diagnostics;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Fused;
using Dashboard.Engine.Training.Torch;

namespace Dashboard.Benchmarks.Steps;

/// <summary>Training steps on shuffled batches of 32 sequences, one engine.</summary>
internal sealed class StepRunner(ITrainableNetwork network, int sequences) : IDisposable
{
    public const int BatchSize = 32;
    private readonly int[] order = new Shuffle(sequences, seed: 1).NextEpoch().ToArray();
    private int position;

    public static StepRunner Fused(NetworkSpec network, TrainingData data)
    {
        var weights = InitialWeights.Draw(network, seed: 1);
        return new(new FusedTrial(FusedNetwork.Create(network, new(), data.Steps, weights, SimdWidths.Best), data), data.Training.Count);
    }

    public static StepRunner Torch(NetworkSpec network, TrainingData data) =>
        new(new TorchNetwork(data, network, new(), seed: 1), data.Training.Count);

    /// <summary>The deck's data: standardized simple sequences.</summary>
    public static TrainingData Deck(int length)
    {
        var spec = new SequenceSpec(SequenceKind.Simple, Protocol.Slides.Rule(SequenceKind.Simple), length, 0, 25_000, -50, 50, 42);
        return new(SequenceGenerator.Generate(spec), SequenceGenerator.Generate(spec with { Seed = 43, Count = 1000 }), standardize: true);
    }

    /// <summary>One step on the next batch.</summary>
    public double Step()
    {
        if (position + BatchSize > order.Length) position = 0;
        var reading = network.Step(order.AsSpan(position, BatchSize), []);
        position += BatchSize;
        return reading.Loss;
    }

    /// <summary>Microseconds a step, over <paramref name="steps"/> steps.</summary>
    public double Time(int steps)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < steps; i++) Step();
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / steps;
    }

    public void Dispose() => network.Dispose();
}
