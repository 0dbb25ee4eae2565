using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Benchmarks.Steps;

/// <summary>The deck's steps in both engines: every length, and the share of the core's peak.</summary>
internal static class StepTable
{
    private const int Medium = 30, Longest = 45;

    /// <param name="output">Where to write.</param>
    /// <param name="models">The columns; the share that README's table names is the last one's.</param>
    /// <param name="aim">The lowest ratio aimed at.</param>
    public static void Run(TextWriter output, IReadOnlyList<ModelKind> models, string aim)
    {
        var (readme, names) = (new ReadmeRows(), string.Join(" and ", models.Select(m => m.Name())));
        output.WriteLine(SideBySide.Heading());
        output.WriteLine();
        output.WriteLine("hidden 6, µs a step");
        output.WriteLine($"{"length",7}{string.Concat(models.Select(m => $"{m + " fused",12}{"torch",9}{"ratio",8}"))}");
        var all = new List<(ModelKind Model, int Length, Pair Pair)>();
        foreach (var length in Presets.Lengths)
        {
            var data = StepRunner.Deck(length);
            var row = models.Select(m => SideBySide.Measure(new(m), data)).ToArray();
            all.AddRange(models.Zip(row, (m, p) => (m, length, p)));
            output.WriteLine($"{length,7}{string.Concat(row.Select(p => $"{p.Fused,12:F2}{p.Torch,9:F0}{p.Ratio,7:F0}×"))}");
        }
        var lowest = all.MinBy(p => p.Pair.Ratio);
        var sum = new Pair(all.Sum(p => p.Pair.Fused), all.Sum(p => p.Pair.Torch));
        readme.Add($"one training step, {names}, hidden 6, batch 32, over the torch engine, one thread each: the lowest of every length of the deck", aim,
            $"{lowest.Pair.Ratio:F0}× ({lowest.Model.Name()}, length {lowest.Length}: {lowest.Pair.Fused:F1} against {lowest.Pair.Torch:F0} µs)");
        readme.Add($"the same, summed over the 27 lengths{(models.Count > 1 ? " and the models" : "")}", "",
            $"{sum.Ratio:F0}× ({sum.Fused / 1e3:F2} against {sum.Torch / 1e3:F1} ms)");

        TrainingData medium = StepRunner.Deck(Medium), longest = StepRunner.Deck(Longest);
        output.WriteLine();
        var wide = models.Select(m => (Model: m, Pair: SideBySide.Measure(new(m, 64), medium))).ToArray();
        foreach (var (model, pair) in wide)
            output.WriteLine($"hidden 64, length {Medium}, {model}: fused {pair.Fused:F0} µs, torch {pair.Torch:F0} µs, ratio {pair.Ratio:F1}×");
        readme.Add($"the same at hidden 64, length {Medium}", "2×", string.Join(", ", wide.Select(w => $"{w.Model.Name()} {w.Pair.Ratio:F1}×")));

        output.WriteLine();
        foreach (var model in models)
        {
            var share = SideBySide.Share(new(model), longest);
            output.WriteLine(SideBySide.Line(new(model), Longest, share));
            output.WriteLine(SideBySide.Line(new(model, 64), Medium, SideBySide.Share(new(model, 64), medium)));
            if (model == models[^1])
                readme.Add($"share of the core's peak FMA rate, {model.Name()}, hidden 6, length {Longest}", "60%",
                    $"{share.Share:P0} ({share.Rate:F0} of {share.Peak:F0} GFLOP/s)");
        }
        readme.Write(output);
    }
}
