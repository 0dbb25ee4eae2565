using System.Runtime.InteropServices;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Native;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Benchmarks.Steps;

/// <summary>Both engines' steps side by side in one process, one thread each, in alternation; medians.</summary>
internal static class StepTable
{
    private const int Rounds = 9;

    private readonly record struct Pair(double Fused, double Torch)
    {
        public double Ratio => Torch / Fused;
    }

    public static void Run(TextWriter output)
    {
        if (!LibTorch.IsAvailable) throw new InvalidOperationException($"libtorch cannot be loaded: {LibTorch.Error}");
        output.WriteLine($"{Processor()}, {RuntimeInformation.FrameworkDescription}, {SimdWidths.Best} vectors. One training step of 32 sequences, one thread; medians of {Rounds} alternating rounds.");
        output.WriteLine();
        output.WriteLine("hidden 6, µs a step");
        output.WriteLine($"{"length",7}{"RNN fused",11}{"torch",9}{"ratio",8}{"LSTM fused",12}{"torch",9}{"ratio",8}");
        var all = new List<Pair>();
        foreach (var length in Presets.Lengths)
        {
            var data = StepRunner.Data(length);
            Pair rnn = Measure(ModelKind.Rnn, 6, data), lstm = Measure(ModelKind.Lstm, 6, data);
            all.AddRange([rnn, lstm]);
            output.WriteLine($"{length,7}{rnn.Fused,11:F2}{rnn.Torch,9:F0}{rnn.Ratio,7:F0}×{lstm.Fused,12:F2}{lstm.Torch,9:F0}{lstm.Ratio,7:F0}×");
        }
        output.WriteLine();
        output.WriteLine($"lowest ratio {all.Min(p => p.Ratio):F0}×");
        output.WriteLine($"summed over lengths and models: fused {all.Sum(p => p.Fused):F0} µs, torch {all.Sum(p => p.Torch):F0} µs, ratio {all.Sum(p => p.Torch) / all.Sum(p => p.Fused):F0}×");
        output.WriteLine();
        var medium = StepRunner.Data(30);
        foreach (var model in new[] { ModelKind.Rnn, ModelKind.Lstm })
        {
            var pair = Measure(model, 64, medium);
            output.WriteLine($"hidden 64, length 30, {model}: fused {pair.Fused:F0} µs, torch {pair.Torch:F0} µs, ratio {pair.Ratio:F1}×");
        }
        output.WriteLine();
        WriteShares(output);
    }

    /// <summary>The step's arithmetic against the core's peak, measured in turns.</summary>
    private static void WriteShares(TextWriter output)
    {
        foreach (var (model, hidden, length) in new[] { (ModelKind.Rnn, 6, 45), (ModelKind.Lstm, 6, 45), (ModelKind.Rnn, 64, 30), (ModelKind.Lstm, 64, 30) })
        {
            var data = StepRunner.Data(length);
            using var fused = StepRunner.Fused(model, hidden, data);
            var flops = StepArithmetic.Flops(model, hidden, length, StepRunner.BatchSize);
            var steps = hidden > 32 ? 10 : 200;
            fused.Time(steps);
            List<double> peaks = [], rates = [];
            for (var round = 0; round < 3 * Rounds; round++)
            {
                peaks.Add(FmaPeak.Measure());
                rates.Add(flops / fused.Time(steps) / 1e3);
            }
            output.WriteLine($"FMA peak {Median(peaks):F0} GFLOP/s; {model}, hidden {hidden}, length {length}: {flops / 1e6:F2} MFLOP a step, {Median(rates):F0} GFLOP/s, {Median(rates) / Median(peaks):P0} of the peak");
        }
    }

    private static Pair Measure(ModelKind model, int hidden, TrainingData data)
    {
        using StepRunner fused = StepRunner.Fused(model, hidden, data), torch = StepRunner.Torch(model, hidden, data);
        int fusedSteps = hidden > 32 ? 20 : 400, torchSteps = 10;
        List<double> fusedTimes = [], torchTimes = [];
        fused.Time(fusedSteps);
        torch.Time(torchSteps);
        for (var round = 0; round < Rounds; round++)
        {
            fusedTimes.Add(fused.Time(fusedSteps));
            torchTimes.Add(torch.Time(torchSteps));
        }
        return new(Median(fusedTimes), Median(torchTimes));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        var name = File.Exists(Info)
            ? File.ReadLines(Info).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return $"{name ?? "unknown processor"}, {Environment.ProcessorCount} cores";
    }
}
