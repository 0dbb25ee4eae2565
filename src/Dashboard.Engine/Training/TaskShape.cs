namespace Dashboard.Engine.Training;

/// <summary>What a network's prediction is measured by; means as PyTorch takes them (L1Loss, MSELoss, CrossEntropyLoss).</summary>
public enum LossKind
{
    /// <summary>|prediction − target|, mean over predictions and outputs.</summary>
    L1,

    /// <summary>(prediction − target)², mean over predictions and outputs.</summary>
    SquaredError,

    /// <summary>−ln softmax(prediction)[class], mean over predictions; the target is a class index.</summary>
    CrossEntropy,
}

/// <summary>When a network is asked for a prediction.</summary>
public enum ReadOut
{
    /// <summary>Once, at a sequence's own last step.</summary>
    Last,

    /// <summary>At every step of a sequence.</summary>
    Every,
}

/// <summary>What goes into a network, what comes out, and what is lost between: all an engine has to know of a task.</summary>
public sealed record TaskShape
{
    /// <summary>Most inputs a step.</summary>
    public const int MaxInputs = 16;

    /// <summary>Most outputs (classes with <see cref="LossKind.CrossEntropy"/>).</summary>
    public const int MaxOutputs = 16;

    /// <summary>A shape.</summary>
    /// <param name="inputs">Numbers a step, 1 to <see cref="MaxInputs"/>.</param>
    /// <param name="outputs">Numbers predicted, 1 to <see cref="MaxOutputs"/>.</param>
    /// <param name="loss">How they are measured.</param>
    /// <param name="readOut">When they are asked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too few or too many inputs or outputs.</exception>
    public TaskShape(int inputs, int outputs, LossKind loss, ReadOut readOut)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputs, MaxInputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(outputs, MaxOutputs);
        (Inputs, Outputs, Loss, ReadOut) = (inputs, outputs, loss, readOut);
    }

    /// <summary>The deck's: one number in, one out, L1 at the last step.</summary>
    public static TaskShape Deck { get; } = new(1, 1, LossKind.L1, ReadOut.Last);

    /// <summary>Numbers a step.</summary>
    public int Inputs { get; }

    /// <summary>Numbers predicted, or classes.</summary>
    public int Outputs { get; }

    /// <summary>How predictions are measured.</summary>
    public LossKind Loss { get; }

    /// <summary>When they are asked for.</summary>
    public ReadOut ReadOut { get; }

    /// <summary>Floats of one target: a class index, or as many as there are outputs. Also the terms one prediction adds to the
    /// mean that is the loss.</summary>
    public int TargetSize => Loss == LossKind.CrossEntropy ? 1 : Outputs;

    /// <summary>Predictions asked of a sequence of <paramref name="steps"/> steps.</summary>
    public int ReadOuts(int steps) => ReadOut == ReadOut.Every ? steps : 1;
}
