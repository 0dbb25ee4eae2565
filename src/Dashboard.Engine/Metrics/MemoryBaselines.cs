using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Metrics;

/// <summary>
/// What predictors that remember only part of a sequence score on the validation set, so that a plateau can be read as
/// "remembers the last input only". Each is fitted to the training set for the least absolute deviation
/// (<see cref="LeastAbsoluteDeviations"/>): the median for a constant, a line for one input, a plane for two.
/// </summary>
/// <param name="Constant">MAD of the best constant: knows nothing.</param>
/// <param name="FirstOnly">MAD of y = a + b·x_first.</param>
/// <param name="LastOnly">MAD of y = a + b·x_last.</param>
/// <param name="Both">MAD of y = a + b·x_first + c·x_last; null where the training set does not decide b and c, because
/// there the two only vary together (realistic, length 2, no noise: a geometric approach to rest).</param>
public sealed record MemoryBaselines(double Constant, double FirstOnly, double LastOnly, double? Both)
{
    /// <summary>The baselines of a trial's two sets; tens of milliseconds for 25,000 sequences.</summary>
    public static MemoryBaselines Of(SequenceSet training, SequenceSet validation)
    {
        double[] first = Column(training, 0), last = Column(training, training.Length - 1), zero = new double[training.Count];
        double Of(double[] x1, double[] x2) => Score(x1, x2, training, validation);
        return new(Of(zero, zero), Of(first, zero), Of(zero, last), LeastAbsoluteDeviations.Determined(first, last) ? Of(first, last) : null);
    }

    /// <summary><see cref="LastOnly"/> alone, in a quarter of the time.</summary>
    public static double LastOnlyOf(SequenceSet training, SequenceSet validation) =>
        Score(new double[training.Count], Column(training, training.Length - 1), training, validation);

    private static double Score(double[] x1, double[] x2, SequenceSet training, SequenceSet validation)
    {
        var (a, b, c) = LeastAbsoluteDeviations.Fit(x1, x2, training.Outputs);
        double sum = 0;
        for (var k = 0; k < validation.Count; k++)
            sum += Math.Abs(a + b * validation.Inputs(k)[0] + c * validation.Inputs(k)[^1] - validation.Outputs[k]);
        return sum / validation.Count;
    }

    private static double[] Column(SequenceSet set, int position)
    {
        var column = new double[set.Count];
        for (var k = 0; k < column.Length; k++) column[k] = set.Inputs(k)[position];
        return column;
    }
}
