using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Metrics;

/// <summary>
/// What predictors that remember only part of a sequence score on the validation set, so that a plateau can be read as
/// "remembers the last input only". Each is fitted to the training set for the least absolute deviation
/// (<see cref="LeastAbsoluteDeviations"/>): the median for a constant, a line for one input, a plane for two.
/// </summary>
/// <remarks>
/// On simple data <paramref name="FirstOnly"/> and <paramref name="LastAndSign"/> score the same, about 15 (notebook
/// protocol). Networks that stay there have the second: the last input and whether the first was large or small
/// (PlateauTests looks into trained ones).
/// </remarks>
/// <param name="Constant">MAD of the best constant: knows nothing.</param>
/// <param name="FirstOnly">MAD of y = a + b·x_first.</param>
/// <param name="LastOnly">MAD of y = a + b·x_last.</param>
/// <param name="LastAndSign">MAD of y = a + b·sign(x_first − m) + c·x_last, with m the middle of the range drawn from: 0 for
/// the deck's [−50, 50]. Standardized inputs have the same two sides, as a network has a bias of its own.</param>
/// <param name="Both">MAD of y = a + b·x_first + c·x_last; null where the training set does not decide b and c, because
/// there the two only vary together (realistic, length 2, no noise: a geometric approach to rest).</param>
public sealed record MemoryBaselines(double Constant, double FirstOnly, double LastOnly, double LastAndSign, double? Both)
{
    /// <summary>The baselines of a trial's two sets; tens of milliseconds for 25,000 sequences.</summary>
    public static MemoryBaselines Of(SequenceSet training, SequenceSet validation)
    {
        double[] first = Column(training, 0), last = Column(training, training.Length - 1), zero = new double[training.Count];
        double[] side = Array.ConvertAll(first, x => Side(training, x));
        double Of(double[] x1, double[] x2, bool sided = false) => Score(x1, x2, training, validation, sided);
        return new(Of(zero, zero), Of(first, zero), Of(zero, last), Of(side, last, sided: true),
            LeastAbsoluteDeviations.Determined(first, last) ? Of(first, last) : null);
    }

    /// <summary><see cref="LastOnly"/> alone, in a fraction of the time.</summary>
    public static double LastOnlyOf(SequenceSet training, SequenceSet validation) =>
        Score(new double[training.Count], Column(training, training.Length - 1), training, validation, sided: false);

    private static double Side(SequenceSet set, double x) => Math.Sign(x - ((double)set.Spec.Low + set.Spec.High) / 2);

    private static double Score(double[] x1, double[] x2, SequenceSet training, SequenceSet validation, bool sided)
    {
        var (a, b, c) = LeastAbsoluteDeviations.Fit(x1, x2, training.Outputs);
        double sum = 0;
        for (var k = 0; k < validation.Count; k++)
        {
            var inputs = validation.Inputs(k);
            sum += Math.Abs(a + b * (sided ? Side(validation, inputs[0]) : inputs[0]) + c * inputs[^1] - validation.Outputs[k]);
        }
        return sum / validation.Count;
    }

    private static double[] Column(SequenceSet set, int position)
    {
        var column = new double[set.Count];
        for (var k = 0; k < column.Length; k++) column[k] = set.Inputs(k)[position];
        return column;
    }
}
