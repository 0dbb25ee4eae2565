using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Benchmarks.Steps;

/// <summary>The deck's steps in both engines: every length, and the share of the core's peak.</summary>
internal static class StepTable
{
    public static void Run(TextWriter output, IReadOnlyList<ModelKind> models)
    {
        output.WriteLine(SideBySide.Heading());
        output.WriteLine();
        output.WriteLine("hidden 6, µs a step");
        output.WriteLine($"{"length",7}{string.Concat(models.Select(m => $"{m + " fused",12}{"torch",9}{"ratio",8}"))}");
        var all = new List<Pair>();
        foreach (var length in Presets.Lengths)
        {
            var data = StepRunner.Deck(length);
            var row = models.Select(m => SideBySide.Measure(new(m), data)).ToArray();
            all.AddRange(row);
            output.WriteLine($"{length,7}{string.Concat(row.Select(p => $"{p.Fused,12:F2}{p.Torch,9:F0}{p.Ratio,7:F0}×"))}");
        }
        output.WriteLine();
        output.WriteLine($"lowest ratio {all.Min(p => p.Ratio):F0}×");
        output.WriteLine($"summed over lengths and models: fused {all.Sum(p => p.Fused):F0} µs, torch {all.Sum(p => p.Torch):F0} µs, ratio {all.Sum(p => p.Torch) / all.Sum(p => p.Fused):F0}×");
        output.WriteLine();
        TrainingData medium = StepRunner.Deck(30), longest = StepRunner.Deck(45);
        foreach (var model in models)
        {
            var pair = SideBySide.Measure(new(model, 64), medium);
            output.WriteLine($"hidden 64, length 30, {model}: fused {pair.Fused:F0} µs, torch {pair.Torch:F0} µs, ratio {pair.Ratio:F1}×");
        }
        output.WriteLine();
        foreach (var model in models)
        {
            output.WriteLine(SideBySide.Share(new(model), longest));
            output.WriteLine(SideBySide.Share(new(model, 64), medium));
        }
    }
}
