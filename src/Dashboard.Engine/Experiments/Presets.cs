using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Experiments;

/// <summary>One of the deck's 16 conditions.</summary>
public readonly record struct Panel(SequenceKind Sequence, double Noise, bool Standardize)
{
    /// <summary>A name for people: "Simple, noise 2, standardized".</summary>
    public string Name => $"{Sequence}, {(Noise == 0 ? "no noise" : FormattableString.Invariant($"noise {Noise}"))}, {(Standardize ? "standardized" : "raw inputs")}";

    /// <summary>The same in the middle of a sentence: "simple, noise 2, raw".</summary>
    public string Short =>
        $"{Sequence.ToString().ToLowerInvariant()}, {(Noise == 0 ? "no noise" : $"noise {Numbers.Plain(Noise)}")}, {(Standardize ? "standardized" : "raw")}";
}

/// <summary>The deck's grid (docs/protocol.md, "Networks and training").</summary>
public static class Presets
{
    /// <summary>2–15 by one, 17–29 by two, 30–45 by three: 27 lengths.</summary>
    public static IReadOnlyList<int> Lengths { get; } =
        [.. Enumerable.Range(2, 14), .. Enumerable.Range(0, 7).Select(i => 17 + 2 * i), .. Enumerable.Range(0, 6).Select(i => 30 + 3 * i)];

    /// <summary>The two models that the deck compares.</summary>
    public static IReadOnlyList<ModelKind> Models { get; } = [ModelKind.Rnn, ModelKind.Lstm];

    /// <summary>The deck's noise levels.</summary>
    public static IReadOnlyList<double> Noises { get; } = [0, 2, 4, 6];

    /// <summary>The 16 panels in the deck's order: simple, then realistic; within a kind by noise, raw before standardized.</summary>
    public static IReadOnlyList<Panel> Panels { get; } =
    [
        .. from kind in new[] { SequenceKind.Simple, SequenceKind.Realistic }
           from noise in Noises
           from standardize in new[] { false, true }
           select new Panel(kind, noise, standardize),
    ];

    /// <summary>The deck's run for one panel.</summary>
    public static RunSpec Run(Panel panel, Protocol protocol, IReadOnlyList<long> seeds) => new()
    {
        Protocol = protocol,
        Sequence = panel.Sequence,
        Noise = panel.Noise,
        Standardize = panel.Standardize,
        Lengths = Lengths,
        Models = Models,
        Seeds = seeds,
    };
}
