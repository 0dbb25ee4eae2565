using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Torch;

/// <summary>Sequences as tensors, shorter ones padded with zeros at their end. To be made and used in a dispose scope.</summary>
internal sealed class TorchBatch
{
    private readonly TaskShape shape;

    private readonly int[] steps;

    // Rows of [batch · steps, hidden] that are read out; null where they are the last steps of sequences of one length.
    private readonly Tensor? rows;

    /// <summary>Some sequences of a set, in the order given.</summary>
    public TorchBatch(SampleSet set, ReadOnlySpan<int> sequences)
    {
        (shape, steps) = (set.Shape, new int[sequences.Length]);
        int shortest = int.MaxValue, readOuts = 0;
        for (var i = 0; i < steps.Length; i++)
        {
            var own = steps[i] = set.StepsOf(sequences[i]);
            (Steps, shortest, readOuts) = (Math.Max(Steps, own), Math.Min(shortest, own), readOuts + shape.ReadOuts(own));
        }
        OneLength = shortest == Steps;
        Inputs = zeros(sequences.Length, Steps, shape.Inputs);
        var inputs = TorchModel.Floats(Inputs);
        TargetValues = new float[readOuts * shape.TargetSize];
        var target = 0;
        for (var i = 0; i < sequences.Length; i++)
        {
            set.Inputs(sequences[i]).CopyTo(inputs[(i * Steps * shape.Inputs)..]);
            var targets = set.Targets(sequences[i]);
            targets.CopyTo(TargetValues.AsSpan(target));
            target += targets.Length;
        }
        Targets = shape.Loss == LossKind.CrossEntropy
            ? tensor(Array.ConvertAll(TargetValues, c => (long)c))
            : tensor(TargetValues).view(-1, shape.Outputs);
        if (shape.ReadOut != Training.ReadOut.Last || !OneLength) rows = Rows(readOuts);
    }

    /// <summary>All sequences of a set.</summary>
    public TorchBatch(SampleSet set) : this(set, [.. Enumerable.Range(0, set.Count)])
    {
    }

    /// <summary>[batch, steps, inputs].</summary>
    public Tensor Inputs { get; }

    /// <summary>[read-outs, outputs], or class indices, [read-outs].</summary>
    public Tensor Targets { get; }

    /// <summary>The same, [read-outs, target size].</summary>
    public float[] TargetValues { get; }

    /// <summary>Steps of the longest sequence.</summary>
    public int Steps { get; }

    /// <summary>Whether all sequences end at the same step.</summary>
    public bool OneLength { get; }

    /// <summary>The hidden states that are read out, [read-outs, hidden], sequence after sequence. What a cell makes of the padding
    /// comes after a sequence's last step, so nothing that is read out depends on it.</summary>
    /// <param name="states">Gives h at every step, [batch, steps, hidden].</param>
    /// <param name="last">h after the last step, [batch, hidden].</param>
    public Tensor ReadOut(Func<Tensor> states, Tensor last) => rows is null ? last : states().flatten(0, 1).index_select(0, rows);

    /// <summary>The loss of predictions, [read-outs, outputs].</summary>
    public Tensor Loss(Tensor predictions) => shape.Loss switch
    {
        LossKind.L1 => nn.functional.l1_loss(predictions, Targets),
        LossKind.SquaredError => nn.functional.mse_loss(predictions, Targets),
        LossKind.CrossEntropy => nn.functional.cross_entropy(predictions, Targets),
        _ => throw new NotSupportedException($"{shape.Loss} is not known to this engine"),
    };

    /// <summary>[batch, 1]: whether a sequence has not ended before step <paramref name="t"/> (from 0).</summary>
    public Tensor Runs(int t) => tensor(Array.ConvertAll(steps, own => t < own)).unsqueeze(1);

    private Tensor Rows(int readOuts)
    {
        var read = new long[readOuts];
        var n = 0;
        for (var i = 0; i < steps.Length; i++)
            for (var t = steps[i] - shape.ReadOuts(steps[i]); t < steps[i]; t++) read[n++] = (long)i * Steps + t;
        return tensor(read);
    }
}
