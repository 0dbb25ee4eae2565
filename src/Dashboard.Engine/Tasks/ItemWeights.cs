using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks;

/// <summary>
/// How far a network's answers move with what is to be remembered: of numbers the weights of the least-squares fit of the answers
/// on all of them; of a symbol how much more probable its classes are where it was shown than where another one was. 0 for a
/// network that does not use it, its own <see cref="Item.Weight"/> for one that knows it.
/// </summary>
public sealed class ItemWeights : IPredictionReader
{
    private readonly SampleSet set;
    private readonly IReadOnlyList<Remembered> items;
    private readonly int[] starts;
    private readonly double[][] centred;

    /// <summary>A reader for a set.</summary>
    /// <param name="set">The sequences.</param>
    /// <param name="items">All numbers, or all symbols.</param>
    public ItemWeights(SampleSet set, IReadOnlyList<Remembered> items)
    {
        (this.set, this.items, starts) = (set, items, new int[set.Count]);
        for (var k = 1; k < set.Count; k++) starts[k] = starts[k - 1] + set.Shape.ReadOuts(set.StepsOf(k - 1)) * set.Shape.Outputs;
        centred = [.. items.Select(Centred)];
    }

    /// <inheritdoc />
    public int Count => items.Count;

    /// <inheritdoc />
    public void Read(ReadOnlySpan<float> predictions, Span<float> readings)
    {
        if (items.Count > 0 && items[0].Says.Count == 0) ReadNumbers(predictions, readings);
        else for (var j = 0; j < items.Count; j++) readings[j] = ReadSymbol(items[j], predictions);
    }

    /// <summary>The outputs of a sequence that are asked for an item.</summary>
    public ReadOnlySpan<float> Asked(Remembered item, int sequence, ReadOnlySpan<float> predictions)
    {
        var at = item.AskedAt < 0 ? set.Shape.ReadOuts(set.StepsOf(sequence)) - 1 : item.AskedAt;
        return predictions.Slice(starts[sequence] + at * set.Shape.Outputs, set.Shape.Outputs);
    }

    // What a sequence does not show counts as the mean.
    private static double[] Centred(Remembered item)
    {
        double sum = 0;
        var count = 0;
        for (var k = 0; k < item.Steps.Length; k++)
            if (item.Steps[k] >= 0) (sum, count) = (sum + item.Values[k], count + 1);
        return [.. item.Values.Select((v, k) => item.Steps[k] < 0 ? 0 : v - sum / count)];
    }

    // Normal equations of a handful of columns, by elimination.
    private void ReadNumbers(ReadOnlySpan<float> predictions, Span<float> weights)
    {
        var (n, size) = (items.Count, items.Count + 1);
        var a = new double[n * size];
        for (var k = 0; k < set.Count; k++)
        {
            var answer = Asked(items[0], k, predictions)[0];
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++) a[i * size + j] += centred[i][k] * centred[j][k];
                a[i * size + n] += centred[i][k] * answer;
            }
        }
        double[] own = [.. Enumerable.Range(0, n).Select(i => a[i * size + i])];
        for (var i = 0; i < n; i++)
        {
            if (!(a[i * size + i] > 1e-9 * own[i]))
            {
                weights.Fill(float.NaN);
                return;
            }
            for (var r = 0; r < n; r++)
            {
                var factor = a[r * size + i] / a[i * size + i];
                for (var c = i; r != i && c < size; c++) a[r * size + c] -= factor * a[i * size + c];
            }
        }
        for (var i = 0; i < n; i++) weights[i] = (float)(a[i * size + n] / a[i * size + i]);
    }

    private float ReadSymbol(Remembered item, ReadOnlySpan<float> predictions)
    {
        var symbols = item.Says.Count;
        double[] shown = new double[symbols], others = new double[symbols];
        int[] count = new int[symbols];
        var total = 0;
        Span<float> classes = stackalloc float[TaskShape.MaxOutputs];
        classes = classes[..set.Shape.Outputs];
        for (var k = 0; k < set.Count; k++)
        {
            if (item.Steps[k] < 0) continue;
            Probabilities(Asked(item, k, predictions), classes);
            var symbol = (int)item.Values[k];
            (count[symbol], total) = (count[symbol] + 1, total + 1);
            for (var s = 0; s < symbols; s++)
            {
                double p = 0;
                foreach (var c in item.Says[s]) p += classes[c];
                if (s == symbol) shown[s] += p;
                else others[s] += p;
            }
        }
        double sum = 0;
        var told = 0;
        for (var s = 0; s < symbols; s++)
            if (count[s] > 0 && count[s] < total) (sum, told) = (sum + shown[s] / count[s] - others[s] / (total - count[s]), told + 1);
        return told == 0 ? float.NaN : (float)(sum / told);
    }

    /// <summary>Turns logits into probabilities.</summary>
    public static void Probabilities(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        var most = float.NegativeInfinity;
        foreach (var logit in logits) most = Math.Max(most, logit);
        float sum = 0;
        for (var i = 0; i < logits.Length; i++) sum += probabilities[i] = MathF.Exp(logits[i] - most);
        for (var i = 0; i < logits.Length; i++) probabilities[i] /= sum;
    }
}

/// <summary>What two readers read, one after the other.</summary>
internal sealed class ReadBoth(IPredictionReader first, IPredictionReader second) : IPredictionReader
{
    /// <inheritdoc />
    public int Count => first.Count + second.Count;

    /// <inheritdoc />
    public void Read(ReadOnlySpan<float> predictions, Span<float> readings)
    {
        first.Read(predictions, readings[..first.Count]);
        second.Read(predictions, readings[first.Count..]);
    }
}
