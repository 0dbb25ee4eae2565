using System.Runtime.CompilerServices;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Inside;

/// <summary>
/// Works out <see cref="NetworkFacts"/> of networks of one shape on one validation set; keeps its memory between calls. Not
/// thread-safe.
/// </summary>
internal sealed class FactFinder
{
    // Few enough sequences at once that a block's states and gates stay in the second-level cache.
    private const int Block = 128;

    private readonly SampleSet set;
    private readonly int count, steps, inputs, outputs, hidden;
    private readonly bool hasCell;
    private readonly float[][] blocks;
    private readonly LayerTrace trace;
    private readonly Readability readability;
    private readonly AnswerFacts answers;
    private readonly InputEffects effects;
    private readonly float[] predictions, outputsAtStep, seeds, hiddenNorms, cellNorms;
    private readonly bool[] isRead;

    public FactFinder(ModelKind model, int hidden, InsideData data)
    {
        set = data.Set;
        (count, steps, inputs, outputs, this.hidden) = (set.Count, set.Steps, set.Shape.Inputs, set.Shape.Outputs, hidden);
        hasCell = Cell.Of(model).Inside.Contains("c");
        trace = Cell.Of(model).Trace(set.Shape, hidden, steps, Block);
        blocks = new float[(count + Block - 1) / Block][];
        for (var b = 0; b < blocks.Length; b++) blocks[b] = new float[steps * inputs * Block];
        isRead = new bool[steps];
        for (var k = 0; k < count; k++)
        {
            var x = set.Inputs(k);
            for (var i = 0; i < x.Length; i++) blocks[k / Block][i * Block + k % Block] = x[i];
            for (var r = 0; r < ReadOuts(k); r++) isRead[StepOf(k, r)] = true;
        }
        readability = new(data, hidden, hasCell, Block);
        answers = new(data);
        effects = new(data);
        predictions = new float[set.PredictionSize];
        (outputsAtStep, seeds) = (new float[outputs * Block], new float[steps * outputs * Block]);
        (hiddenNorms, cellNorms) = (new float[blocks.Length * steps * Block], hasCell ? new float[steps * Block] : []);
    }

    private int ReadOuts(int sequence) => set.Shape.ReadOuts(set.StepsOf(sequence));

    // The step a read-out stands after.
    private int StepOf(int sequence, int readOut) => set.StepsOf(sequence) - ReadOuts(sequence) + readOut;

    /// <summary>The facts of a network.</summary>
    // Here and in the traces: compiled for good at once, as the first who looks inside waits for it (a fifth sooner).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public NetworkFacts Find(InitialWeights weights)
    {
        readability.Start();
        double loss = 0;
        for (var b = 0; b < blocks.Length; b++)
        {
            trace.Forward(weights, blocks[b]);
            Predict(weights, b);
            loss += Seed(b);
            trace.Backward(weights, seeds, isRead, hiddenNorms.AsSpan(b * steps * Block, steps * Block), cellNorms);
            readability.Add(trace, b);
        }
        var found = readability.Find();
        var all = answers.Read(predictions);
        var (effect, itemEffect) = effects.Find(all.Answers, all.Weights);
        return new(loss / count, all.Answers, all.Weights, effect, itemEffect, found.H, found.C, found.EndH, found.EndC, Bands(),
            found.UnitH, found.UnitC, found.CellMean, found.CellDeviation, all.Right, all.Said);
    }

    private IEnumerable<int> Sequences(int block) => Enumerable.Range(block * Block, Math.Min(Block, count - block * Block));

    private void Predict(InitialWeights weights, int block)
    {
        for (var t = 0; t < steps; t++)
        {
            if (!isRead[t]) continue;
            trace.Predict(weights, t, outputsAtStep);
            foreach (var k in Sequences(block))
            {
                var r = t - StepOf(k, 0);
                if (r < 0 || r >= ReadOuts(k)) continue;
                var to = predictions.AsSpan(answers.Start(k) + r * outputs, outputs);
                for (var o = 0; o < outputs; o++) to[o] = outputsAtStep[o * Block + k % Block];
            }
        }
    }

    // The losses of a block's sequences in all; their derivatives by the outputs are where the pass back starts.
    private double Seed(int block)
    {
        seeds.AsSpan().Clear();
        double loss = 0;
        Span<float> slopes = stackalloc float[TaskShape.MaxOutputs];
        slopes = slopes[..outputs];
        foreach (var k in Sequences(block))
            for (var r = 0; r < ReadOuts(k); r++)
            {
                loss += answers.Slopes(predictions, k, r, slopes);
                for (var o = 0; o < outputs; o++) seeds[(StepOf(k, r) * outputs + o) * Block + k % Block] = slopes[o];
            }
        return loss;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float[] Bands()
    {
        var band = new float[2 * steps];
        var all = new float[count];
        for (var t = 0; t < steps; t++)
        {
            var there = 0;
            for (var k = 0; k < count; k++)
                if (t < set.StepsOf(k)) all[there++] = hiddenNorms[(k / Block * steps + t) * Block + k % Block];
            Array.Sort(all, 0, there);
            (band[t], band[steps + t]) = 2 * there < count ? (float.NaN, float.NaN) : (all[(int)(0.1 * (there - 1))], all[(int)(0.9 * (there - 1))]);
        }
        return band;
    }
}
