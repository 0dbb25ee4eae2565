using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks;

/// <summary>How many of the validation sequences a network gets wrong, in percent: what most tasks call solved by.</summary>
internal abstract class ReadWrong(SampleSet validation) : IPredictionReader
{
    /// <summary>The sequences.</summary>
    protected SampleSet Set { get; } = validation;

    /// <inheritdoc />
    public virtual int Count => 1;

    /// <inheritdoc />
    public virtual void Read(ReadOnlySpan<float> predictions, Span<float> readings)
    {
        int wrong = 0, at = 0;
        for (var k = 0; k < Set.Count; k++)
        {
            var size = Set.Shape.ReadOuts(Set.StepsOf(k)) * Set.Shape.Outputs;
            if (!IsRight(k, predictions.Slice(at, size))) wrong++;
            at += size;
        }
        readings[0] = 100f * wrong / Set.Count;
    }

    /// <summary>Whether the predictions of a sequence, [read-outs, outputs], are right.</summary>
    protected abstract bool IsRight(int sequence, ReadOnlySpan<float> predictions);

    /// <summary>A rule over this reading: at most so many percent wrong.</summary>
    /// <param name="title">The rule with a threshold in percent.</param>
    /// <param name="threshold">Percent.</param>
    /// <param name="orEqual">Whether the threshold itself is solved.</param>
    public static SolvedRule Rule(Func<string, string> title, double threshold, bool orEqual) =>
        // Readings are kept in float32: what was a whole share of the sequences is one again.
        new(title, threshold, new(0, 100), epoch => epoch.Readings.Count > 0 ? Math.Round(epoch.Readings[0], 4) : double.NaN, orEqual);

    /// <summary>The class with the highest logit.</summary>
    protected static int Highest(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best]) best = i;
        return best;
    }
}

/// <summary>Right where the one number predicted is within a distance of its target.</summary>
internal sealed class ReadDistance(SampleSet validation, double within) : ReadWrong(validation)
{
    /// <inheritdoc />
    protected override bool IsRight(int sequence, ReadOnlySpan<float> predictions) => Math.Abs(predictions[0] - Set.Targets(sequence)[0]) < within;
}

/// <summary>Right where the class is.</summary>
internal sealed class ReadClass(SampleSet validation) : ReadWrong(validation)
{
    /// <inheritdoc />
    protected override bool IsRight(int sequence, ReadOnlySpan<float> predictions) => Highest(predictions) == (int)Set.Targets(sequence)[0];
}
