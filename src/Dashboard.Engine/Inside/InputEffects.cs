using System.Runtime.CompilerServices;
using Dashboard.Engine.Tasks;

namespace Dashboard.Engine.Inside;

/// <summary>
/// What a network's answers depend on: weights of the least-squares fit of the answers on all numbers of the sequences. A number
/// to be remembered whose place varies has a weight of its own for every part of the places it can stand at, and what else stands
/// at a step counts where it is not that. Symbols have the weights of <see cref="ItemWeights"/>, whatever their place.
/// </summary>
internal sealed class InputEffects
{
    // Parts of the places of an item, each with some hundred sequences of a thousand.
    private const int Parts = 6;

    private readonly InsideData data;
    private readonly int count, steps;
    private readonly bool itemsMove;

    // [columns][count], about their means; which column is a step's number, which an item's at a step.
    private readonly List<double[]> columns = [];
    private readonly int[] ofStep, ofItem;
    private readonly double[] products = [];

    public InputEffects(InsideData data)
    {
        this.data = data;
        (count, steps) = (data.Set.Count, data.Set.Steps);
        itemsMove = data.IsSymbols || data.Items.Any(i => !i.IsFixed);
        (ofStep, ofItem) = (new int[steps], new int[data.Items.Count * steps]);
        if (data.IsSymbols) return;
        var taken = new bool[count * steps];
        foreach (var item in data.Items.Where(i => !i.IsFixed))
            for (var k = 0; k < count; k++)
                if (item.Steps[k] >= 0) taken[k * steps + item.Steps[k]] = true;
        for (var t = 0; t < steps; t++)
        {
            var at = t;
            ofStep[t] = Column(k => at < data.Set.StepsOf(k) && !taken[k * steps + at] ? data.At(k, at) : null);
        }
        for (var j = 0; j < data.Items.Count; j++)
            if (data.Items[j].IsFixed) ofStep.CopyTo(ofItem, j * steps);
            else Divide(j);
        products = Products();
    }

    // A column of what sequences have; those that have none stand at the mean.
    private int Column(Func<int, double?> value)
    {
        var has = Enumerable.Range(0, count).Select(value).ToArray();
        var mean = has.OfType<double>().DefaultIfEmpty(0).Average();
        columns.Add([.. has.Select(v => v - mean ?? 0)]);
        return columns.Count - 1;
    }

    // The places of an item in parts of about as many sequences: its value in each, and that it stands there.
    private void Divide(int item)
    {
        var places = data.Items[item].Steps;
        int[] at = new int[steps];
        foreach (var t in places)
            if (t >= 0) at[t]++;
        var whole = at.Sum();
        for (int from = 0, to = 0; from < steps; from = to)
        {
            var there = 0;
            while (to < steps && (there == 0 || there < whole / Parts)) there += at[to++];
            // What is left at the end is too little for a part of its own.
            if (at.Skip(to).Sum() <= whole / (2 * Parts)) to = steps;
            var (first, last) = (from, to);
            Column(k => places[k] >= first && places[k] < last ? 1 : 0);
            var column = Column(k => places[k] >= first && places[k] < last ? data.Items[item].Values[k] : null);
            for (var t = from; t < to; t++) ofItem[item * steps + t] = column;
        }
    }

    /// <summary>Effects of the numbers by step, and of what is to be remembered by the step that shows it, [items, steps]; empty
    /// where each stands at a step of its own.</summary>
    /// <param name="answers">[count].</param>
    /// <param name="itemWeights">[items]: of symbols.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (float[] OfStep, float[] OfItem) Find(ReadOnlySpan<float> answers, float[] itemWeights)
    {
        if (data.IsSymbols) return (new float[steps], [.. itemWeights.SelectMany(w => Enumerable.Repeat(w, steps))]);
        var with = new double[columns.Count];
        double mean = 0, squares = 0;
        for (var k = 0; k < count; k++) mean += answers[k] / (double)count;
        for (var k = 0; k < count; k++)
        {
            var d = answers[k] - mean;
            squares += d * d;
            for (var c = 0; c < with.Length; c++) with[c] += d * columns[c][k];
        }
        var size = columns.Count + 1;
        double[] all = [.. products];
        for (var c = 0; c < with.Length; c++) all[c * size + with.Length] = all[with.Length * size + c] = with[c];
        all[^1] = squares;
        var weights = Sweep.Weights(all, size);
        return ([.. ofStep.Select(c => (float)weights[c])], itemsMove ? [.. ofItem.Select(c => (float)weights[c])] : []);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] Products()
    {
        var (n, size) = (columns.Count, columns.Count + 1);
        var sums = new double[size * size];
        for (var i = 0; i < n; i++)
            for (var j = i; j < n; j++)
            {
                double sum = 0;
                for (var k = 0; k < count; k++) sum += columns[i][k] * columns[j][k];
                sums[i * size + j] = sums[j * size + i] = sum;
            }
        return sums;
    }
}
