using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using TestResult = Dashboard.Engine.Training.TestResult;

namespace Dashboard.Browser.Tests.Support;

/// <summary>
/// Runs that have ended, with trials nobody trained: for what is asked of large results alone. Scores stand on two steps, and
/// fewer seeds stand on the lower one the longer the sequences; the same spec gives the same trials.
/// </summary>
internal static class Untrained
{
    /// <summary>A run and its trials.</summary>
    public static (Run Run, IReadOnlyList<Trial> Trials) Of(RunSpec spec, string name, string? study = null)
    {
        IReadOnlyList<Trial> trials = [.. spec.Trials().Select((key, index) => Trial(spec, key, index))];
        return (new()
        {
            Id = Guid.CreateVersion7().ToString("N"),
            StudyId = study,
            Name = name,
            Spec = spec,
            Status = RunStatus.Done,
            CreatedAt = DateTime.UtcNow.AddMinutes(-2),
            StartedAt = DateTime.UtcNow.AddMinutes(-2),
            EndedAt = DateTime.UtcNow,
            Seconds = 60,
            TrialsDone = trials.Count,
            UnsureTrials = 0,
            Summary = [.. spec.Models.Select(m => new ModelSummary(m, Means(m, r => r.Mad), Means(m, r => r.GradientMeanLastBatch)))],
        }, trials);

        double?[] Means(ModelKind model, Func<TrialResult, double?> of) =>
            [.. spec.Lengths.Select(l => trials.Where(t => t.Key.Model == model && t.Key.Length == l).Average(t => of(t.Result!)))];
    }

    private static Trial Trial(RunSpec spec, TrialKey key, int index)
    {
        var random = new Random(index);
        var (low, high) = (0.02 * spec.Task.UsualScore(spec), 0.85 * spec.Task.UsualScore(spec));
        var solves = random.NextDouble() < Math.Exp(-key.Length / (20.0 + 10 * (int)key.Model));
        var ran = solves ? spec.Epochs : random.Next(4, spec.Epochs + 1);
        EpochResult[] epochs =
        [
            .. Enumerable.Range(1, ran).Select(e =>
            {
                var score = (solves && e > ran / 2 ? low : high) * (1 + 0.1 * random.NextDouble());
                var known = solves && e > ran / 2 ? 1f : 0.1f;
                // The deck's readings are weights; the others' begin with the percent that is wrong.
                return new EpochResult(e, score, score, random.NextDouble() / key.Length, random.NextDouble() / key.Length)
                {
                    Readings = spec.Task.DrawsIntegers ? [1.2f * known, 0.6f] : [100 * (1 - known), known, known],
                };
            }),
        ];
        float[] Norms() => [.. Enumerable.Range(0, spec.Task.Steps(spec, key.Length)).Select(t => (float)Math.Pow(0.8, t) * random.NextSingle())];
        return new(index, key, TrialStatus.Done, "fused",
            new(TrialStatus.Done, epochs, ran < spec.Epochs, 0.1, new(1, Norms()), new(ran, Norms()))
            {
                Tests = [.. spec.TestLengths.Select(l => new TestResult(l, epochs[^1].ValidationLoss, epochs[^1].Readings))],
            });
    }
}
