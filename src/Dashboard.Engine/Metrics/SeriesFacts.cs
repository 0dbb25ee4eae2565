using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Metrics;

/// <summary>Where a realistic series comes to rest.</summary>
/// <param name="Step">The number generated (from 1; 0 if the drawn ones are at rest already) from which on every number stays
/// within 1/1,000 of the drawn range around the series' last number.</param>
/// <param name="Constant">The series' last number.</param>
public sealed record Settling(int Step, double Constant);

/// <summary>What becomes of realistic data: whether its series settle on a constant, and what that does to a trial.</summary>
/// <param name="Training">Where the training series settles; null where it does not in its first half.</param>
/// <param name="Validation">Where the validation series settles; null where it does not in its first half.</param>
/// <param name="SameShare">Share (0–1) of the training sequences that are, in float32, the very one the set ends with:
/// same inputs, same output.</param>
/// <param name="ConstantMad">MAD on the validation set of always answering the constant the training series settles on;
/// null where it does not settle.</param>
public sealed record SeriesFacts(Settling? Training, Settling? Validation, double SameShare, double? ConstantMad)
{
    private const double Tolerance = 1e-3;

    /// <summary>The facts of a trial's two sets.</summary>
    /// <exception cref="ArgumentException">The sets are not realistic ones.</exception>
    public static SeriesFacts Of(SequenceSet training, SequenceSet validation)
    {
        if (training.Stride != 1 || validation.Stride != 1)
            throw new ArgumentException("Only realistic sequences are windows of a series");
        var settling = SettlingOf(training);
        return new(settling, SettlingOf(validation), SameShareOf(training), settling is null ? null : MadOf(settling.Constant, validation));
    }

    private static Settling? SettlingOf(SequenceSet set)
    {
        var series = set.Storage;
        var spec = set.Spec;
        var last = series[^1];
        var tolerance = Tolerance * ((double)spec.High - spec.Low);
        var start = series.Length;
        while (start > 0 && Math.Abs(series[start - 1] - last) <= tolerance) start--;
        var step = Math.Max(0, start - spec.Length + 1);
        // The end of any series is near its own last number: only a long rest is one.
        return step <= spec.Count / 2 ? new(step, last) : null;
    }

    private static double SameShareOf(SequenceSet set)
    {
        var last = (float)set.Storage[^1];
        int run = 0, same = 0;
        foreach (var number in set.Storage)
        {
            run = (float)number == last ? run + 1 : 0;
            if (run > set.Length) same++;
        }
        return (double)same / set.Count;
    }

    private static double MadOf(double answer, SequenceSet set)
    {
        double sum = 0;
        foreach (var y in set.Outputs) sum += Math.Abs(y - answer);
        return sum / set.Count;
    }
}
