using System.Runtime.InteropServices;
using Dashboard.Engine.Native;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Benchmarks.Steps;

/// <summary>Microseconds of one step in both engines.</summary>
internal readonly record struct Pair(double Fused, double Torch)
{
    public double Ratio => Torch / Fused;
}

/// <summary>The fused engine's rate against the core's peak, GFLOP/s.</summary>
internal readonly record struct PeakShare(double Rate, double Peak)
{
    public double Share => Rate / Peak;
}

/// <summary>Both engines in one process, one thread each, in alternation; medians.</summary>
internal static class SideBySide
{
    public const int Rounds = 9;

    public static string Heading()
    {
        if (!LibTorch.IsAvailable) throw new InvalidOperationException($"libtorch cannot be loaded: {LibTorch.Error}");
        return $"{Machine()}. One training step of {StepRunner.BatchSize} sequences, one thread; medians of {Rounds} alternating rounds.";
    }

    /// <summary>Steps of both engines on the same data.</summary>
    public static Pair Measure(NetworkSpec network, TrainingData data)
    {
        using StepRunner fused = StepRunner.Fused(network, data), torch = StepRunner.Torch(network, data);
        // Enough steps for a few milliseconds.
        var fusedSteps = (int)Math.Clamp(4e8 / StepArithmetic.Training(network, data.Training.Steps, StepRunner.BatchSize), 5, 400);
        const int TorchSteps = 10;
        List<double> fusedTimes = [], torchTimes = [];
        fused.Time(fusedSteps);
        torch.Time(TorchSteps);
        for (var round = 0; round < Rounds; round++)
        {
            fusedTimes.Add(fused.Time(fusedSteps));
            torchTimes.Add(torch.Time(TorchSteps));
        }
        return new(Median(fusedTimes), Median(torchTimes));
    }

    /// <summary>The fused engine's step against the core's peak, measured in turns.</summary>
    public static PeakShare Share(NetworkSpec network, TrainingData data)
    {
        using var fused = StepRunner.Fused(network, data);
        var flops = StepArithmetic.Training(network, data.Training.Steps, StepRunner.BatchSize);
        var steps = (int)Math.Clamp(2e8 / flops, 5, 200);
        fused.Time(steps);
        List<double> peaks = [], rates = [];
        for (var round = 0; round < 3 * Rounds; round++)
        {
            peaks.Add(FmaPeak.Measure());
            rates.Add(flops / fused.Time(steps) / 1e3);
        }
        return new(Median(rates), Median(peaks));
    }

    /// <summary>A share in words.</summary>
    public static string Line(NetworkSpec network, int length, PeakShare share) =>
        $"FMA peak {share.Peak:F0} GFLOP/s; {network.Model}, hidden {network.HiddenSize}, {length} steps: "
        + $"{StepArithmetic.Training(network, length, StepRunner.BatchSize) / 1e6:F2} MFLOP a step, {share.Rate:F0} GFLOP/s, {share.Share:P0} of the peak";

    public static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>Processor, runtime and vectors.</summary>
    public static string Machine() => $"{Processor()}, {RuntimeInformation.FrameworkDescription}, {SimdWidths.Best} vectors";

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        var name = File.Exists(Info)
            ? File.ReadLines(Info).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return $"{name ?? "unknown processor"}, {Environment.ProcessorCount} cores";
    }
}
