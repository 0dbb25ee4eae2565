using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Findings;

/// <summary>Reads what networks scored from a run's trials.</summary>
public static class RunScores
{
    extension(PanelData)
    {
        /// <summary>From a run's trials.</summary>
        public static PanelData From(Run run, IReadOnlyList<Trial> trials)
        {
            var spec = run.Spec;
            var rule = spec.Task.Score.Solved;
            var lengths = spec.RisingLengths;
            var column = lengths.Select((length, i) => (length, i)).ToDictionary(p => p.length, p => p.i);
            var models = new Dictionary<ModelKind, IReadOnlyList<SeedScores>>();
            foreach (var ofModel in trials.GroupBy(t => t.Key.Model))
            {
                var seeds = new List<SeedScores>();
                foreach (var ofSeed in ofModel.GroupBy(t => t.Key.Seed).OrderBy(g => g.Key))
                {
                    double[] Empty() => [.. Enumerable.Repeat(double.NaN, lengths.Count)];
                    var scores = new SeedScores(ofSeed.Key, ofSeed.All(t => t.IsFinished), Empty(), Empty(), Empty()) { Solved = Empty() };
                    foreach (var trial in ofSeed)
                    {
                        var at = column[trial.Key.Length];
                        if (trial is { IsFinished: true, Result: { } ended })
                            scores.Solved[at] = rule.Of(ended) switch { true => 1, false => 0, _ => double.NaN };
                        if (trial is not { Status: TrialStatus.Done, Result: { } result }) continue;
                        scores.Mad[at] = result.Mad ?? double.NaN;
                        scores.GradientMean[at] = spec.Protocol.GradientMean(result, spec.Epochs) ?? double.NaN;
                        if (result.BestFlow is { } flow) scores.GradientHorizon[at] = GradientHorizon.Of(flow.Norms);
                    }
                    seeds.Add(scores);
                }
                models.Add(ofModel.Key, seeds);
            }
            return new(spec.Panel, lengths, models) { Spec = spec };
        }
    }
}
