using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Training;

/// <summary>The data of a trial: what is trained on and what is validated on, of one shape.</summary>
/// <param name="Training">Training set.</param>
/// <param name="Validation">Validation set.</param>
public sealed record TrainingData(SampleSet Training, SampleSet Validation)
{
    /// <summary>The deck's data. The sets' float32 forms are shared by all trials on them.</summary>
    /// <param name="training">Training set.</param>
    /// <param name="validation">Validation set, of the same length.</param>
    /// <param name="standardize">Both sets' inputs are shifted and scaled by the training inputs' mean and population std;
    /// inputs that are all the same number are shifted only.</param>
    public TrainingData(SequenceSet training, SequenceSet validation, bool standardize)
        : this(Of(training, InputScale(training, standardize)), Of(validation, InputScale(training, standardize))) => Reader = new EndWeights(validation);

    /// <summary>What is read from the predictions of the validation set after every epoch; null for nothing.</summary>
    public IPredictionReader? Reader { get; init; }

    /// <summary>Steps of the longest sequence of both sets.</summary>
    public int Steps => Math.Max(Training.Steps, Validation.Steps);

    /// <summary>What a deck set's inputs are shifted and scaled by; (0, 1) for raw inputs.</summary>
    public static (double Mean, double Std) InputScale(SequenceSet training, bool standardize)
    {
        if (!standardize) return (0, 1);
        var (mean, std) = training.InputMoments();
        return (mean, std > 0 ? std : 1);
    }

    /// <summary>A deck set as networks see it.</summary>
    internal static SampleSet Of(SequenceSet set, (double Mean, double Std) scale) =>
        new(TaskShape.Deck, set.Length, set.FloatInputs(scale.Mean, scale.Std), set.FloatOutputs, set.Stride);
}
