using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Components.Shared;

/// <summary>A run's means as small lines, and what they say in words.</summary>
public static class RunLines
{
    /// <summary>Score by length, one line a model.</summary>
    public static IReadOnlyList<SmallLine> Mad(Run run)
    {
        double[] x = [.. run.Spec.Lengths.Select(l => (double)l)];
        return [.. run.Summary.Select(s => Ordered(s.Model.Tone(), x, s.Mad))];
    }

    /// <summary>"MAD by length: RNN up to 30.2, LSTM up to 24.1".</summary>
    public static string MadLabel(Run run) => run.Summary.Any(s => s.Mad.Any(m => m is not null))
        ? $"{run.Spec.Task.Score.Word} by length: " + string.Join(", ", run.Summary.Select(s => $"{run.Spec.NameOf(s.Model)} up to {run.Spec.Task.Score.Text(s.Mad.Max(), 1)}"))
        : $"{run.Spec.Task.Score.Word} by length: nothing yet";

    /// <summary>The longest length with a mean score that counts as solved; null where there is none.</summary>
    public static int? LongestSolved(Run run, ModelKind model)
    {
        if (run.Summary.FirstOrDefault(s => s.Model == model) is not { } summary) return null;
        int? longest = null;
        for (var i = 0; i < summary.Mad.Count; i++)
            if (summary.Mad[i] < run.Spec.Task.Score.Low && !(longest > run.Spec.Lengths[i])) longest = run.Spec.Lengths[i];
        return longest;
    }

    /// <summary>A row a length, score and gradient mean of every model: the means over the seeds.</summary>
    public static FigureTable Table(Run run)
    {
        var places = run.Spec.Lengths.Index().OrderBy(l => l.Item).ToArray();
        return new($"Means over the seeds by length, {run.Name}",
            ["Length", .. run.Summary.SelectMany(s => new[] { $"{run.Spec.NameOf(s.Model)}, {run.Spec.Task.Score.Word}", $"{run.Spec.NameOf(s.Model)}, gradient mean" })],
            [.. places.Select(p => (IReadOnlyList<string>)[Numbers.Plain(p.Item), .. run.Summary.SelectMany(s => new[] { run.Spec.Task.Score.Text(s.Mad.ElementAtOrDefault(p.Index)), Numbers.Significant(s.GradientMean.ElementAtOrDefault(p.Index)) })])]);
    }

    private static SmallLine Ordered(string tone, double[] x, IReadOnlyList<double?> y)
    {
        int[] order = [.. Enumerable.Range(0, x.Length).OrderBy(i => x[i])];
        return new(tone, [.. order.Select(i => x[i])], [.. order.Select(i => i < y.Count ? y[i] : null)]);
    }
}
