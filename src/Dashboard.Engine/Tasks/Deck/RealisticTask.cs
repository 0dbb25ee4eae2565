using Dashboard.Engine.Experiments;
using Dashboard.Engine.Published;
using Dashboard.Engine.Python;
using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Tasks.Deck;

/// <summary>A window slides over one series in which each number is the weighted sum of the window before it.</summary>
public sealed class RealisticTask : DeckTask
{
    /// <inheritdoc />
    public override SequenceKind Kind => SequenceKind.Realistic;

    /// <inheritdoc />
    public override bool HasSeries => true;

    /// <inheritdoc />
    public override string Name => "Realistic";

    /// <inheritdoc />
    public override string Python => PythonText.Of("realistic.py", "deck.py");

    /// <inheritdoc />
    public override string Rule => "Each number is made of the first and the last of the numbers before it.";

    /// <inheritdoc />
    public override string Story => "On realistic sequences each number is made of the numbers before it, so even a network that forgets the "
        + "beginning finds a low error.";

    /// <inheritdoc />
    public override string InBrief
    {
        get
        {
            var published = PublishedResults.For(Presets.Panels[0] with { Sequence = Kind }).SelectMany(p => p.Models.Values).ToArray();
            return $"{Score.Word} {Score.Text(published.Min(m => m.Mad), 1)} to {Score.Text(published.Max(m => m.Mad), 1)}";
        }
    }

    /// <summary>Each number is near those before it, so results are far below the numbers' range.</summary>
    public override double UsualScore(RunSpec spec) => 0.1 * ((double)spec.High - spec.Low);

    /// <inheritdoc />
    public override IReadOnlyList<Sketch> Sketches(RunSpec spec, int length, int count)
    {
        var set = SequenceGenerator.Generate(spec.Data(length).Validation with { Count = count });
        return [.. Enumerable.Range(0, count).Select(k => Sketch(set, k))];
    }

    private static Sketch Sketch(SequenceSet set, int index)
    {
        var length = set.Length;
        var steps = new SketchStep[length + 1];
        for (var t = 0; t < length; t++) steps[t] = new(set.Inputs(index)[t], Counts: t == 0 || t == length - 1);
        steps[length] = new(set.Outputs[index], Marked: true);
        return new([new(SketchKind.Line, steps)], $"the next number, {Numbers.Plain(Math.Round(set.Outputs[index], 2))}", "made of the first and the last of the window", set.Outputs[index]);
    }

    /// <inheritdoc />
    public override SequenceRule Weights(Protocol protocol) => protocol == Protocol.Slides
        ? new(0.6, 0.3, ProductAddedTwice: false, NoisePerTerm: false)
        : new(0.7, 0.3, ProductAddedTwice: false, NoisePerTerm: true);
}
