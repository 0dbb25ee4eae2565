using System.Runtime.CompilerServices;
using Dashboard.Engine.Sequences;
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

    private readonly int count, steps, hidden;
    private readonly bool hasCell;
    private readonly float[][] blocks;
    private readonly float[] first;
    private readonly double firstMean, firstSquares;
    private readonly double[] inputs, inputMeans, inputProducts;
    private readonly LayerTrace trace;
    private readonly float[] hiddenNorms, cellNorms;

    public FactFinder(ModelKind model, int hidden, SequenceSet validation, double inputMean, double inputStd)
    {
        (count, steps, this.hidden, hasCell) = (validation.Count, validation.Length, hidden, Cell.Of(model).Inside.Contains("c"));
        trace = Cell.Of(model).Trace(hidden, steps, Block);
        blocks = new float[(count + Block - 1) / Block][];
        first = new float[blocks.Length * Block];
        inputs = new double[count * steps];
        var scaled = validation.FloatInputs(inputMean, inputStd);
        for (var b = 0; b < blocks.Length; b++) blocks[b] = new float[steps * Block];
        for (var k = 0; k < count; k++)
        {
            validation.Inputs(k).CopyTo(inputs.AsSpan(k * steps));
            for (var t = 0; t < steps; t++) blocks[k / Block][t * Block + k % Block] = scaled[k * validation.Stride + t];
            first[k] = (float)inputs[k * steps];
        }
        for (var k = 0; k < count; k++) firstMean += first[k] / (double)count;
        for (var k = 0; k < count; k++) firstSquares += (first[k] - firstMean) * (first[k] - firstMean);
        (inputMeans, inputProducts) = Products();
        (hiddenNorms, cellNorms) = (new float[blocks.Length * steps * Block], hasCell ? new float[steps * Block] : []);
    }

    /// <summary>The facts of a network.</summary>
    /// <param name="weights">Its weights.</param>
    /// <param name="squaredLoss">The loss is squared error, whose slope is 2·|ŷ − y|; else it is L1, whose slope is 1.</param>
    /// <param name="targets">[count], read for squared error only.</param>
    // Here and in the traces: compiled for good at once, as the first who looks inside waits for it (a fifth sooner).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public NetworkFacts Find(InitialWeights weights, bool squaredLoss = false, ReadOnlySpan<double> targets = default)
    {
        var width = hasCell ? 2 * hidden : hidden;
        var answers = new float[blocks.Length * Block];
        var sums = new double[steps * (width + 1) * (width + 2)];
        for (var b = 0; b < blocks.Length; b++)
        {
            var here = Math.Min(Block, count - b * Block);
            trace.Forward(weights, blocks[b]);
            trace.Predict(weights, answers.AsSpan(b * Block, Block));
            var norms = hiddenNorms.AsSpan(b * steps * Block, steps * Block);
            trace.Backward(weights, norms, cellNorms);
            if (squaredLoss)
                for (var n = 0; n < here; n++)
                {
                    var slope = (float)(2 * Math.Abs(answers[b * Block + n] - targets[b * Block + n]));
                    for (var t = 0; t < steps; t++) norms[t * Block + n] *= slope;
                }
            for (var t = 0; t < steps; t++) Add(sums.AsSpan(t * (width + 1) * (width + 2), (width + 1) * (width + 2)), t, b, here, width);
        }
        float[] readableH = new float[steps], readableC = new float[steps];
        for (var t = 0; t < steps; t++)
        {
            var of = sums.AsSpan(t * (width + 1) * (width + 2), (width + 1) * (width + 2));
            readableH[t] = (float)Explained(of, width, hidden);
            readableC[t] = hasCell ? (float)Explained(of, width, width) : readableH[t];
        }
        var last = sums.AsSpan((steps - 1) * (width + 1) * (width + 2));
        float[] unitH = new float[hidden], unitC = new float[hidden], mean = new float[hidden], deviation = new float[hidden];
        for (var k = 0; k < hidden; k++)
        {
            unitH[k] = (float)Single(last, width, k);
            if (!hasCell) continue;
            unitC[k] = (float)Single(last, width, hidden + k);
            mean[k] = (float)(Sum(last, width, hidden + k) / count);
            deviation[k] = (float)Math.Sqrt(Math.Max(0, Product(last, width, hidden + k, hidden + k) / count));
        }
        return new(answers[..count], Effects(answers), readableH, readableC, Bands(), unitH, unitC, mean, deviation);
    }

    // A step's sums over sequences: row 0 the units' (and cells') sums, then their products with each other and, in the last
    // column, with the first input.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(Span<double> sums, int t, int block, int here, int width)
    {
        ReadOnlySpan<float> x = first.AsSpan(block * Block, here);
        for (var i = 0; i < width; i++)
        {
            var a = Unit(t, i)[..here];
            sums[i] += LaneMath.Sum(a);
            var row = sums[((i + 1) * (width + 1))..];
            for (var j = i; j < width; j++) row[j] += LaneMath.Dot(a, Unit(t, j)[..here]);
            row[width] += LaneMath.Dot(a, x);
        }
    }

    private ReadOnlySpan<float> Unit(int t, int i) => i < hidden ? trace.H(t, i) : trace.C(t, i - hidden);

    private static double Sum(ReadOnlySpan<double> sums, int width, int i) => i < width ? sums[i] : double.NaN;

    // Sum of products about the means.
    private double Product(ReadOnlySpan<double> sums, int width, int i, int j)
    {
        if (i > j) (i, j) = (j, i);
        return sums[(i + 1) * (width + 1) + j] - sums[i] * sums[j] / count;
    }

    private double WithFirst(ReadOnlySpan<double> sums, int width, int i) => sums[(i + 1) * (width + 1) + width] - sums[i] * firstMean;

    private double Single(ReadOnlySpan<double> sums, int width, int i)
    {
        double own = Product(sums, width, i, i), with = WithFirst(sums, width, i);
        // Sums are of float32 products: a spread below their rounding is none.
        return own > 1e-6 * count && firstSquares > 0 ? Math.Clamp(with * with / (own * firstSquares), 0, 1) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Explained(ReadOnlySpan<double> sums, int width, int used)
    {
        var size = used + 1;
        var products = new double[size * size];
        for (var i = 0; i < used; i++)
        {
            for (var j = i; j < used; j++) products[i * size + j] = products[j * size + i] = Product(sums, width, i, j);
            if (products[i * size + i] < 1e-6 * count) for (var j = 0; j < size; j++) products[i * size + j] = products[j * size + i] = 0;
            else products[i * size + used] = products[used * size + i] = WithFirst(sums, width, i);
        }
        products[size * size - 1] = firstSquares;
        return Sweep.Explained(products, size);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (double[] Means, double[] Products) Products()
    {
        var means = new double[steps];
        for (var k = 0; k < count; k++) for (var t = 0; t < steps; t++) means[t] += inputs[k * steps + t] / count;
        var products = new double[(steps + 1) * (steps + 1)];
        for (var k = 0; k < count; k++)
            for (var i = 0; i < steps; i++)
            {
                var di = inputs[k * steps + i] - means[i];
                for (var j = i; j < steps; j++) products[i * (steps + 1) + j] += di * (inputs[k * steps + j] - means[j]);
            }
        for (var i = 0; i < steps; i++) for (var j = 0; j < i; j++) products[i * (steps + 1) + j] = products[j * (steps + 1) + i];
        return (means, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float[] Effects(ReadOnlySpan<float> answers)
    {
        double[] with = new double[steps];
        double mean = 0, squares = 0;
        for (var k = 0; k < count; k++) mean += answers[k] / (double)count;
        for (var k = 0; k < count; k++)
        {
            var d = answers[k] - mean;
            squares += d * d;
            for (var t = 0; t < steps; t++) with[t] += d * (inputs[k * steps + t] - inputMeans[t]);
        }
        var size = steps + 1;
        double[] products = [.. inputProducts];
        for (var t = 0; t < steps; t++) products[t * size + steps] = products[steps * size + t] = with[t];
        products[^1] = squares;
        return Array.ConvertAll(Sweep.Weights(products, size), w => (float)w);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float[] Bands()
    {
        var band = new float[2 * steps];
        var all = new float[count];
        for (var t = 0; t < steps; t++)
        {
            for (var k = 0; k < count; k++) all[k] = hiddenNorms[(k / Block * steps + t) * Block + k % Block];
            Array.Sort(all);
            (band[t], band[steps + t]) = (all[(int)(0.1 * (count - 1))], all[(int)(0.9 * (count - 1))]);
        }
        return band;
    }
}
