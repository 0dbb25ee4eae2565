using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Training.Fused;

/// <summary>A sequence set as the kernels read it: float32, shared by every trial on the set (<see cref="SequenceSet.FloatInputs"/>).</summary>
/// <param name="Inputs">Sequence k is [k · stride, k · stride + length).</param>
/// <param name="Stride">Distance between the starts of two sequences.</param>
/// <param name="Outputs">[count].</param>
internal sealed record FloatSet(float[] Inputs, int Stride, float[] Outputs)
{
    public int Count => Outputs.Length;

    /// <summary>The training and the validation set, standardized by the training inputs' moments where asked.</summary>
    public static (FloatSet Training, FloatSet Validation) From(TrainingData data)
    {
        var (mean, std) = data.InputScale;
        return (Of(data.Training), Of(data.Validation));

        FloatSet Of(SequenceSet set) => new(set.FloatInputs(mean, std), set.Stride, set.FloatOutputs);
    }
}
