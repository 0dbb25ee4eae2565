using System.Globalization;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Published;

/// <summary>What the notebook printed for one length of one panel.</summary>
/// <param name="Length">Elements of a sequence.</param>
/// <param name="Models">Of each model of <see cref="Presets.Models"/>.</param>
/// <param name="Correlations">Pearson correlation of the output with the positions of
/// <see cref="LagCorrelation.PublishedPositions"/>, over the first 500 training sequences.</param>
public sealed record PublishedPoint(int Length, IReadOnlyDictionary<ModelKind, PublishedScore> Models, IReadOnlyList<double> Correlations);

/// <summary>What the notebook printed of one model.</summary>
/// <param name="Mad">Its lowest validation MAD.</param>
/// <param name="GradientMean">Its gradient mean, by the notebook protocol.</param>
public readonly record struct PublishedScore(double Mad, double GradientMean);

/// <summary>The published results: one training of each network, notebook protocol, seed unknown.</summary>
public static class PublishedResults
{
    private static readonly Lazy<ILookup<Panel, PublishedPoint>> Points = new(Read);

    /// <summary>The panel's 27 points by rising length; empty for a condition that was not published.</summary>
    public static IReadOnlyList<PublishedPoint> For(Panel panel) => [.. Points.Value[panel]];

    private static ILookup<Panel, PublishedPoint> Read()
    {
        using var stream = typeof(PublishedResults).Assembly.GetManifestResourceStream("published-results.csv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Skip(1).Select(line => line.Split(','))
            .ToLookup(
                f => new Panel(Enum.Parse<SequenceKind>(f[0], ignoreCase: true), Number(f[1]), f[2] == "yes"),
                f => new PublishedPoint(
                    int.Parse(f[3], CultureInfo.InvariantCulture),
                    new Dictionary<ModelKind, PublishedScore>
                    {
                        [ModelKind.Lstm] = new(Number(f[4]), Number(f[5])),
                        [ModelKind.Rnn] = new(Number(f[6]), Number(f[7])),
                    },
                    [.. f[8].Split(' ').Where(c => c != "…").Select(Number)]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
