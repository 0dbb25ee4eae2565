using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Training;

/// <summary>
/// Sequences with their targets in float32, as every engine reads them. Immutable and shared by the trials that train on it:
/// the arrays are not copied, nobody may write to them.
/// </summary>
/// <remarks>
/// Sequence k's inputs are [steps, inputs] row by row from <see cref="Start"/>; sequences may overlap, as the windows of a
/// series do. Its targets are [read-outs, target size] (<see cref="TaskShape"/>); a class index is kept as a float.
/// </remarks>
public sealed class SampleSet : IDrawnSet
{
    private readonly float[] inputs, targets;
    private readonly int[]? starts, steps, targetStarts;
    private readonly int stride, targetStride;

    /// <summary>Sequences of one length, <paramref name="stride"/> floats apart.</summary>
    /// <param name="shape">What goes in and out.</param>
    /// <param name="steps">Steps of every sequence.</param>
    /// <param name="inputs">Inputs; a stride below steps × inputs lets sequences overlap.</param>
    /// <param name="targets">One target a read-out, sequence after sequence; their number says how many sequences there are.</param>
    /// <param name="stride">Floats from one sequence's start to the next; steps × inputs where not given.</param>
    /// <exception cref="ArgumentException">Inputs and targets do not fit.</exception>
    public SampleSet(TaskShape shape, int steps, float[] inputs, float[] targets, int? stride = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        (Shape, Steps, this.inputs, this.targets) = (shape, steps, inputs, targets);
        this.stride = stride ?? steps * shape.Inputs;
        var size = shape.ReadOuts(steps) * shape.TargetSize;
        (targetStride, Count) = (size, targets.Length / size);
        if (Count * size != targets.Length)
            throw new ArgumentException($"{targets.Length} targets do not make sequences of {size}.", nameof(targets));
        if (Count > 0 && (long)(Count - 1) * this.stride + steps * shape.Inputs > inputs.Length)
            throw new ArgumentException($"{inputs.Length} inputs are too few for {Count} sequences of {steps} steps.", nameof(inputs));
        ReadOuts = (long)Count * shape.ReadOuts(steps);
        CheckClasses();
    }

    /// <summary>Sequences of different lengths, one after the other.</summary>
    /// <param name="shape">What goes in and out.</param>
    /// <param name="steps">[count]: steps of each sequence, at least 1.</param>
    /// <param name="inputs">[sum of steps × inputs].</param>
    /// <param name="targets">[sum of read-outs × target size].</param>
    /// <exception cref="ArgumentException">Inputs and targets do not fit.</exception>
    public SampleSet(TaskShape shape, int[] steps, float[] inputs, float[] targets)
    {
        (Shape, this.inputs, this.targets, Count) = (shape, inputs, targets, steps.Length);
        (this.steps, starts, targetStarts) = (steps, new int[steps.Length], new int[steps.Length]);
        int input = 0, target = 0;
        for (var k = 0; k < steps.Length; k++)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(steps[k], 1);
            (starts[k], targetStarts[k]) = (input, target);
            input += steps[k] * shape.Inputs;
            target += shape.ReadOuts(steps[k]) * shape.TargetSize;
            Steps = Math.Max(Steps, steps[k]);
        }
        if (input != inputs.Length) throw new ArgumentException($"{inputs.Length} inputs where {input} are needed.", nameof(inputs));
        if (target != targets.Length) throw new ArgumentException($"{targets.Length} targets where {target} are needed.", nameof(targets));
        ReadOuts = target / shape.TargetSize;
        if (steps.All(s => s == Steps)) this.steps = null;
        CheckClasses();
    }

    private SampleSet(SampleSet whole, ReadOnlySpan<int> sequences)
    {
        (Shape, inputs, targets, Count) = (whole.Shape, whole.inputs, whole.targets, sequences.Length);
        (starts, targetStarts) = (new int[Count], new int[Count]);
        if (!whole.OneLength) steps = new int[Count];
        for (var k = 0; k < Count; k++)
        {
            var length = whole.StepsOf(sequences[k]);
            (starts[k], targetStarts[k]) = ((int)whole.Start(sequences[k]), whole.TargetStart(sequences[k]));
            if (steps is not null) steps[k] = length;
            Steps = Math.Max(Steps, length);
            ReadOuts += Shape.ReadOuts(length);
        }
    }

    /// <summary>What goes in and out.</summary>
    public TaskShape Shape { get; }

    /// <summary>Number of sequences.</summary>
    public int Count { get; }

    /// <summary>Steps of the longest sequence.</summary>
    public int Steps { get; }

    /// <summary>Predictions asked for in all.</summary>
    public long ReadOuts { get; }

    /// <summary>Floats that all predictions take.</summary>
    public long PredictionSize => ReadOuts * Shape.Outputs;

    /// <summary>Bytes of inputs and targets.</summary>
    public long Bytes => sizeof(float) * ((long)inputs.Length + targets.Length);

    /// <summary>Steps of sequence <paramref name="k"/>.</summary>
    public int StepsOf(int k) => steps is null ? Steps : steps[k];

    /// <summary>Inputs of sequence <paramref name="k"/>, [steps, inputs].</summary>
    public ReadOnlySpan<float> Inputs(int k) => inputs.AsSpan((int)Start(k), StepsOf(k) * Shape.Inputs);

    /// <summary>Targets of sequence <paramref name="k"/>, [read-outs, target size].</summary>
    public ReadOnlySpan<float> Targets(int k) =>
        targets.AsSpan(TargetStart(k), Shape.ReadOuts(StepsOf(k)) * Shape.TargetSize);

    /// <summary>Some of the sequences, in the order given; nothing is copied.</summary>
    public SampleSet Take(ReadOnlySpan<int> sequences) => new(this, sequences);

    /// <summary>All inputs as they lie in memory.</summary>
    internal float[] InputMemory => inputs;

    /// <summary>All targets as they lie in memory.</summary>
    internal float[] TargetMemory => targets;

    /// <summary>Whether all sequences have the same number of steps.</summary>
    internal bool OneLength => steps is null;

    /// <summary>Index of sequence <paramref name="k"/>'s first input in <see cref="InputMemory"/>.</summary>
    internal nint Start(int k) => starts is null ? (nint)k * stride : starts[k];

    /// <summary>Index of sequence <paramref name="k"/>'s first target in <see cref="TargetMemory"/>.</summary>
    internal int TargetStart(int k) => targetStarts is null ? k * targetStride : targetStarts[k];

    // An engine may index by a class without looking again.
    private void CheckClasses()
    {
        if (Shape.Loss != LossKind.CrossEntropy) return;
        foreach (var target in targets)
            if (!(target >= 0 && target < Shape.Outputs && target == (int)target))
                throw new ArgumentException($"{target} is not a class from 0 to {Shape.Outputs - 1}.", nameof(targets));
    }
}
