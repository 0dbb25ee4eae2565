using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Published;
using Dashboard.Engine.Python;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks.Deck;

/// <summary>Every sequence is drawn afresh.</summary>
public sealed class SimpleTask : DeckTask
{
    /// <inheritdoc />
    public override SequenceKind Kind => SequenceKind.Simple;

    /// <inheritdoc />
    public override string Name => "Simple";

    /// <inheritdoc />
    public override string Python => PythonText.Of("simple.py", "deck.py");

    /// <inheritdoc />
    public override string Rule => "The first and the last number decide the output.";

    /// <inheritdoc />
    public override string Story => "As sequences grow longer, the error jumps from near 0 to 30, the score of a network that only knows "
        + "the last input, and the LSTM holds out longer than the RNN.";

    /// <inheritdoc />
    public override string InBrief => string.Join(", ", Presets.Models.Select(m =>
        $"{m.Name()} to length {PublishedResults.For(Presets.Panels[0]).Where(p => p.Models[m].Mad < Score.Low).Max(p => p.Length)}"));

    /// <summary>A network that knows only the last input scores three tenths of the numbers' range.</summary>
    public override double UsualScore(RunSpec spec) => 0.35 * ((double)spec.High - spec.Low);

    /// <inheritdoc />
    public override double? SmallChartTop => 35;

    /// <inheritdoc />
    public override double? SmallChartRule => 30;

    /// <inheritdoc />
    public override SequenceRule Weights(Protocol protocol) => protocol == Protocol.Slides
        ? new(0.6, 0.3, ProductAddedTwice: false, NoisePerTerm: false)
        : new(0.6, 0.3, ProductAddedTwice: true, NoisePerTerm: true);

    /// <inheritdoc />
    public override IReadOnlyList<Sketch> Sketches(RunSpec spec, int length, int count)
    {
        var set = SequenceGenerator.Generate(spec.Data(length).Validation with { Count = count });
        return [.. Enumerable.Range(0, count).Select(k => Sketch(spec, set, k))];
    }

    private Sketch Sketch(RunSpec spec, SequenceSet set, int index)
    {
        var (x, length) = (set.Inputs(index).ToArray(), set.Length);
        var weights = Weights(spec.Protocol);
        var steps = new SketchStep[length];
        for (var t = 0; t < length; t++) steps[t] = new(x[t], Counts: t == 0 || t == length - 1);
        steps[0] = steps[0] with { Weight = $"× {Numbers.Plain(weights.EffectiveFirst)}" };
        steps[^1] = steps[^1] with { Weight = $"× {Numbers.Plain(weights.EffectiveLast)}" };
        return new([new(SketchKind.Bars, steps)],
            $"{Numbers.Plain(weights.EffectiveFirst)} · {Numbers.Plain(x[0])} + {Numbers.Plain(weights.EffectiveLast)} · {Numbers.Plain(x[^1])} = {Numbers.Plain(Math.Round(set.Outputs[index], 2))}",
            $"the first must last {Numbers.Of(length - 1, "step")}", set.Outputs[index]);
    }

    /// <inheritdoc />
    public override Func<int, double> LastInputOnly(RunSpec spec, KnownBaselines known) =>
        length => known.LastOnly(spec.Data(length));

    /// <inheritdoc />
    protected override string OfSign => " Networks that stay on this step know this much.";

    /// <inheritdoc />
    protected override string OfFirst => " It scores as the row above, but no network seen there had it.";
}
