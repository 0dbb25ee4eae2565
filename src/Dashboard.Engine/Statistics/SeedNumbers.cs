namespace Dashboard.Engine.Statistics;

/// <summary>One number of every seed, made of what its networks scored.</summary>
public static class SeedNumbers
{
    /// <summary>A number of every seed whose trials have all ended; seeds without a finite one are left out.</summary>
    /// <param name="panel">The condition.</param>
    /// <param name="subject">Whose scores count; the second model's are the first's where it has one model only.</param>
    /// <param name="statistic">Makes the number of lengths and both models' scores.</param>
    public static Dictionary<long, double> BySeed(
        this PanelData panel, Subject subject, Func<IReadOnlyList<int>, SeedScores, SeedScores, double> statistic)
    {
        var numbers = new Dictionary<long, double>();
        if (!panel.Models.TryGetValue(subject.First, out var own) || !panel.Models.TryGetValue(subject.Second ?? subject.First, out var other)) return numbers;
        var others = other.ToDictionary(s => s.Seed);
        foreach (var seed in own)
        {
            if (!seed.Complete || !others.TryGetValue(seed.Seed, out var second) || !second.Complete) continue;
            var value = statistic(panel.Lengths, seed, second);
            if (double.IsFinite(value)) numbers.Add(seed.Seed, value);
        }
        return numbers;
    }

    /// <summary>
    /// Each seed's mean over the same conditions. While a study runs not every condition has every seed: of all ways to
    /// leave out those with too few, the one that keeps most results (seeds × conditions) counts.
    /// </summary>
    public static (Dictionary<long, double> BySeed, int Conditions) OverConditions(IReadOnlyList<Dictionary<long, double>> panels)
    {
        (long[] Seeds, Dictionary<long, double>[] Panels) best = ([], []);
        foreach (var least in panels.Select(p => p.Count).Distinct().Order())
        {
            Dictionary<long, double>[] kept = [.. panels.Where(p => p.Count >= least)];
            long[] seeds = [.. kept[0].Keys.Where(seed => kept.All(p => p.ContainsKey(seed)))];
            if (seeds.Length * kept.Length > best.Seeds.Length * best.Panels.Length) best = (seeds, kept);
        }
        return (best.Seeds.ToDictionary(seed => seed, seed => best.Panels.Average(p => p[seed])), best.Panels.Length);
    }
}
