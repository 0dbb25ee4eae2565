using System.Runtime.CompilerServices;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Inside;

/// <summary>
/// How much of what is to be remembered a straight line still finds in a network's states, step by step. An item whose place varies
/// is looked for in the sequences that have shown it; a symbol is looked for as one column for each it can be.
/// </summary>
internal sealed class Readability
{
    // Of fewer sequences a line through so many units would say nothing.
    private const int Fewest = 40, FewestAUnit = 3;

    private readonly int count, steps, hidden, items, width, block;
    private readonly bool hasCell;
    private readonly Remembered first;
    private readonly int[] endOf;
    private readonly float[] ends, shifted, masked;
    private readonly List<Sample> samples = [];

    /// <summary>What is found: as <see cref="NetworkFacts"/> has it.</summary>
    public sealed record Found(float[] H, float[] C, float EndH, float EndC, float[] UnitH, float[] UnitC, float[] CellMean, float[] CellDeviation);

    // The sequences in which items are looked for at a step; the step after the last one is each sequence's own end. Targets are
    // [columns][count, whole blocks].
    private sealed record Sample(int Step, int[] Items, float[]? Mask, int Count, int Width, float[][] Targets, int[] Columns)
    {
        public double[] Means { get; } = new double[Targets.Length];
        public double[] Squares { get; } = new double[Targets.Length];

        // What a unit's values are taken from: of a cell that stands at 5 for all, give or take a thousandth, products of float32
        // would hold nothing but rounding.
        public float[] Origins { get; } = new float[Width];

        // Row 0 the units' sums, then their products with each other and with the targets.
        public double[] Sums { get; } = new double[(Width + 1) * (Width + Targets.Length)];
    }

    public Readability(InsideData data, int hidden, bool hasCell, int block)
    {
        (count, steps, this.hidden, this.hasCell, this.block) = (data.Set.Count, data.Set.Steps, hidden, hasCell, block);
        (items, width, first) = (data.Items.Count, hasCell ? 2 * hidden : hidden, data.Items[0]);
        endOf = [.. Enumerable.Range(0, count).Select(k => first.AskedAt < 0 ? data.Set.StepsOf(k) - 1 : first.AskedAt)];
        (ends, shifted, masked) = (new float[width * block], new float[width * block], new float[block]);
        var padded = (count + block - 1) / block * block;
        float[][][] targets = [.. data.Items.Select(i => Targets(i, padded))];
        for (var t = 0; t <= steps; t++)
        {
            var everywhere = new List<int>();
            for (var j = 0; j < items; j++)
            {
                if (t == steps && j > 0) break;
                var (item, at) = (data.Items[j], t);
                bool[] shown = [.. Enumerable.Range(0, count).Select(k => item.Steps[k] >= 0 && (at == steps || item.Steps[k] <= at && at < data.Set.StepsOf(k)))];
                var n = shown.Count(s => s);
                if (n == count) everywhere.Add(j);
                else if (n >= Math.Max(Fewest, FewestAUnit * hidden)) Take(t, [j], shown, n, targets);
            }
            if (everywhere.Count > 0) Take(t, [.. everywhere], null, count, targets);
        }
    }

    private static float[][] Targets(Remembered item, int padded)
    {
        if (item.Says.Count == 0) return [[.. item.Values.Select(v => (float)v), .. new float[padded - item.Values.Length]]];
        return [.. Enumerable.Range(0, item.Says.Count).Select(s => (float[])[.. item.Values.Select(v => v == s ? 1f : 0), .. new float[padded - item.Values.Length]])];
    }

    private void Take(int step, int[] of, bool[]? shown, int n, float[][][] targets)
    {
        float[]? mask = shown is null ? null : [.. shown.Select(s => s ? 1f : 0), .. new float[(count + block - 1) / block * block - count]];
        // Cells are looked at for the first item only.
        var sample = new Sample(step, of, mask, n, of.Contains(0) ? width : hidden, [.. of.SelectMany(j => targets[j])], [.. of.Select(j => targets[j].Length)]);
        for (var c = 0; c < sample.Targets.Length; c++)
        {
            var column = sample.Targets[c];
            double sum = 0, squares = 0;
            for (var k = 0; k < count; k++) if (mask is null || mask[k] > 0) sum += column[k];
            var mean = sum / n;
            for (var k = 0; k < count; k++) if (mask is null || mask[k] > 0) squares += (column[k] - mean) * (column[k] - mean);
            (sample.Means[c], sample.Squares[c]) = (mean, squares);
        }
        samples.Add(sample);
    }

    /// <summary>Forgets the network before.</summary>
    public void Start()
    {
        foreach (var sample in samples) sample.Sums.AsSpan().Clear();
    }

    /// <summary>Adds a block's sequences.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(LayerTrace trace, int b)
    {
        var here = Math.Min(block, count - b * block);
        for (var i = 0; i < width; i++)
            for (var n = 0; n < here; n++) ends[i * block + n] = Unit(trace, endOf[b * block + n], i)[n];
        foreach (var sample in samples)
        {
            var (sums, across) = (sample.Sums, sample.Width + sample.Targets.Length);
            for (var i = 0; i < sample.Width; i++)
            {
                var of = At(trace, sample.Step, i);
                if (b == 0) sample.Origins[i] = of[0];
                LaneMath.Add(of[..here], -sample.Origins[i], shifted.AsSpan(i * block, here));
            }
            for (var i = 0; i < sample.Width; i++)
            {
                ReadOnlySpan<float> a = shifted.AsSpan(i * block, here);
                if (sample.Mask is { } mask)
                {
                    LaneMath.Multiply(a, mask.AsSpan(b * block, here), masked.AsSpan(0, here));
                    a = masked.AsSpan(0, here);
                }
                sums[i] += LaneMath.Sum(a);
                var row = sums.AsSpan((i + 1) * across, across);
                for (var j = i; j < sample.Width; j++) row[j] += LaneMath.Dot(a, shifted.AsSpan(j * block, here));
                for (var c = 0; c < sample.Targets.Length; c++) row[sample.Width + c] += LaneMath.Dot(a, sample.Targets[c].AsSpan(b * block, here));
            }
        }
    }

    private ReadOnlySpan<float> Unit(LayerTrace trace, int t, int i) => i < hidden ? trace.H(t, i) : trace.C(t, i - hidden);

    private ReadOnlySpan<float> At(LayerTrace trace, int t, int i) => t == steps ? ends.AsSpan(i * block, block) : Unit(trace, t, i);

    /// <summary>What all blocks say together.</summary>
    public Found Find()
    {
        float[] h = new float[items * steps], c = new float[steps];
        h.AsSpan().Fill(float.NaN);
        c.AsSpan().Fill(float.NaN);
        var found = new Found(h, c, float.NaN, float.NaN, new float[hidden], new float[hidden], new float[hidden], new float[hidden]);
        foreach (var sample in samples)
        {
            var products = Centred(sample);
            if (sample.Step == steps) Units(sample, products, found);
            var across = sample.Width + sample.Targets.Length;
            double[] rest = [.. sample.Squares], own = [.. Enumerable.Range(0, sample.Width).Select(i => products[i * across + i])];
            Sweep.Eliminate(products, sample.Width, own, rest, 0, hidden);
            for (int i = 0, from = 0; i < sample.Items.Length; from += sample.Columns[i++])
            {
                var share = (float)Share(sample, rest, from, sample.Columns[i], hidden);
                if (sample.Step == steps) found = found with { EndH = share, EndC = share };
                else h[sample.Items[i] * steps + sample.Step] = share;
                if (sample.Items[i] == 0 && sample.Step < steps) c[sample.Step] = share;
            }
            if (!hasCell || sample.Width == hidden) continue;
            Sweep.Eliminate(products, sample.Width, own, rest, hidden, width);
            var both = (float)Share(sample, rest, 0, sample.Columns[0], width);
            if (sample.Step == steps) found = found with { EndC = both };
            else c[sample.Step] = both;
        }
        return found;
    }

    // Products about the means: predictors with each other, then with the targets.
    private static double[] Centred(Sample sample)
    {
        var (n, across, sums) = (sample.Width, sample.Width + sample.Targets.Length, sample.Sums);
        var products = new double[n * across];
        for (var i = 0; i < n; i++)
        {
            var row = sums.AsSpan((i + 1) * across, across);
            for (var j = i; j < n; j++) products[i * across + j] = products[j * across + i] = row[j] - sums[i] * sums[j] / sample.Count;
            for (var c = n; c < across; c++) products[i * across + c] = row[c] - sums[i] * sample.Means[c - n];
        }
        // Sums are of float32 products: a spread below their rounding is none.
        for (var i = 0; i < n; i++)
            if (products[i * across + i] < 1e-6 * sample.Count)
                for (var j = 0; j < across; j++)
                {
                    products[i * across + j] = 0;
                    if (j < n) products[j * across + i] = 0;
                }
        return products;
    }

    // Of part of the sequences a line finds a little by chance: R² as adjusted for it.
    private static double Share(Sample sample, double[] rest, int from, int columns, int predictors)
    {
        double left = 0, whole = 0;
        for (var c = from; c < from + columns; c++) (left, whole) = (left + rest[c], whole + sample.Squares[c]);
        if (!(whole > 0)) return 0;
        if (sample.Mask is not null && sample.Count > predictors + 1) left *= (sample.Count - 1.0) / (sample.Count - predictors - 1);
        return Math.Clamp(1 - left / whole, 0, 1);
    }

    private void Units(Sample sample, double[] products, Found found)
    {
        var across = sample.Width + sample.Targets.Length;
        for (var i = 0; i < sample.Width; i++)
        {
            double own = products[i * across + i], with = 0, whole = 0;
            for (var c = 0; c < sample.Columns[0]; c++)
            {
                with += products[i * across + sample.Width + c] * products[i * across + sample.Width + c];
                whole += sample.Squares[c];
            }
            (i < hidden ? found.UnitH : found.UnitC)[i % hidden] = own > 0 && whole > 0 ? (float)Math.Clamp(with / (own * whole), 0, 1) : 0;
            if (i < hidden) continue;
            found.CellMean[i - hidden] = (float)(sample.Origins[i] + sample.Sums[i] / sample.Count);
            found.CellDeviation[i - hidden] = (float)Math.Sqrt(Math.Max(0, own / sample.Count));
        }
    }
}
