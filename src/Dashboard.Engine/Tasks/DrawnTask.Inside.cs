using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks;

/// <summary>What Inside and What it learnt ask of tasks whose sequences are drawn one by one.</summary>
public abstract partial class DrawnTask
{
    /// <summary>The task's module in the browser: its words, its target and its rule of edits (js/inside/tasks).</summary>
    protected abstract string Page { get; }

    /// <summary>What that module reads of a run; null for nothing.</summary>
    protected virtual object? PageData(RunSpec spec, int length) => null;

    /// <summary>Whether its inputs are one-hot symbols.</summary>
    protected virtual bool HasSymbols => false;

    /// <summary>What is to be remembered, in the order it is shown in.</summary>
    protected abstract IReadOnlyList<Item> Items(RunSpec spec);

    /// <summary>The same in the sequences of a set.</summary>
    protected abstract IReadOnlyList<Remembered> Remembers(RunSpec spec, int length, SampleSet set);

    /// <summary>How many numbers <see cref="Reader"/> reads.</summary>
    protected virtual int ReaderCount => 1;

    // What the task is judged by, then the weights of the first and of the last of what is to be remembered.
    private ReadBoth ReadAll(RunSpec spec, int length, SampleSet set)
    {
        var items = Remembers(spec, length, set);
        return new(Reader(spec, set), new ItemWeights(set, items.Count < 2 ? items : [items[0], items[^1]]));
    }

    /// <inheritdoc />
    public sealed override InsideData Inside(RunSpec spec, int length, long seed, SequenceCache sequences)
    {
        var draw = Draws(spec, length, seed).Validation;
        return InsideData.Of(sequences.Get(draw, () => Make(draw, Shape(spec))), HasSymbols, shown => Remembers(spec, length, shown));
    }

    /// <inheritdoc />
    public sealed override InsidePage InsidePage(RunSpec spec, int length, long seed, KnownBaselines known)
    {
        var baselines = Exact(spec, length);
        return new(Page, 1.2 * baselines.Max(b => b.Score ?? 0), Tasks.InsidePage.LinesOf(baselines), PageData(spec, length));
    }

    /// <inheritdoc />
    public sealed override LearntItems Learnt(RunSpec spec)
    {
        var items = Items(spec);
        return new(ReaderCount, items[0], items.Count < 2 ? null : items[^1]);
    }

    /// <inheritdoc />
    public sealed override IReadOnlyList<LearntPlace> LearntPlaces(RunSpec spec, IReadOnlyList<Baseline> baselines)
    {
        if (Learnt(spec) is not { First: var first, Second: { } second }) return [];
        var none = baselines.FirstOrDefault(b => b.Score is not null);
        return
        [
            new(0, 0, "start", none is null ? "" : $"{none.Name}, {Score.Text(none.Score)}"),
            new(0, second.Weight, $"{second.Sign} only", ""),
            new(first.Weight, second.Weight, "both", ""),
            new(first.Weight, 0, $"{first.Sign} only", ""),
        ];
    }
}
