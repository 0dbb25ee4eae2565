using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Training;

/// <summary>Reads a few numbers from a network's predictions of the validation set, after every epoch.</summary>
public interface IPredictionReader
{
    /// <summary>How many numbers it reads.</summary>
    int Count { get; }

    /// <summary>Fills <paramref name="readings"/>, [<see cref="Count"/>].</summary>
    /// <param name="predictions">As <see cref="SampleSet.PredictionSize"/> tells, sequence after sequence.</param>
    /// <param name="readings">NaN where a number is not determined.</param>
    void Read(ReadOnlySpan<float> predictions, Span<float> readings);
}

/// <summary>
/// The weights a network gives to the first and to the last input of the deck's sequences: the least-squares fit of its
/// predictions on both, in units of the inputs as drawn. So it is seen in which epoch a network finds the first input.
/// </summary>
public sealed class EndWeights : IPredictionReader
{
    private readonly float[] first, last;
    private readonly double ff, ll, fl;

    /// <summary>A reader for a validation set.</summary>
    public EndWeights(SequenceSet validation)
    {
        (first, last) = (Centred(validation, 0), Centred(validation, validation.Length - 1));
        for (var k = 0; k < first.Length; k++)
            (ff, ll, fl) = (ff + (double)first[k] * first[k], ll + (double)last[k] * last[k], fl + (double)first[k] * last[k]);
    }

    /// <inheritdoc/>
    public int Count => 2;

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<float> predictions, Span<float> readings)
    {
        double fp = 0, lp = 0, determinant = ff * ll - fl * fl;
        // The columns are centred, so the predictions need not be.
        for (var k = 0; k < first.Length; k++) (fp, lp) = (fp + (double)first[k] * predictions[k], lp + (double)last[k] * predictions[k]);
        var determined = determinant > 1e-9 * ff * ll;
        readings[0] = determined ? (float)((ll * fp - fl * lp) / determinant) : float.NaN;
        readings[1] = determined ? (float)((ff * lp - fl * fp) / determinant) : float.NaN;
    }

    private static float[] Centred(SequenceSet set, int position)
    {
        var values = new double[set.Count];
        for (var k = 0; k < values.Length; k++) values[k] = set.Inputs(k)[position];
        var mean = values.Length == 0 ? 0 : values.Average();
        return Array.ConvertAll(values, v => (float)(v - mean));
    }
}
