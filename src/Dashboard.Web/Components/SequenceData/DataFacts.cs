using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Tasks.Deck;

namespace Dashboard.Web.Components.SequenceData;

/// <summary>Everything the Data view tells of one length of a configuration.</summary>
/// <param name="Correlations">[length]; null where there is none.</param>
/// <param name="Series">Where realistic series settle; null for simple sequences.</param>
/// <param name="Memory">What remembering part of a sequence is worth.</param>
public sealed record DataFacts(
    SequenceSet Training, SequenceSet Validation, IReadOnlyList<double?> Correlations, SeriesFacts? Series, MemoryBaselines Memory)
{
    /// <summary>Draws both sets, or shares those in training; up to some tenths of a second for long sequences.</summary>
    public static DataFacts Of(SequenceCache cache, KnownBaselines baselines, RunSpec spec, int length)
    {
        var (training, validation) = spec.Data(length);
        var (t, v) = (cache.Get(training), cache.Get(validation));
        return new(t, v, LagCorrelation.Of(t), spec.HasSeries() ? SeriesFacts.Of(t, v) : null, baselines.Of((training, validation)));
    }

    /// <summary>What the sequences were drawn for.</summary>
    public DeckTask Task => (DeckTask)LabTasks.Of(Training.Spec.Kind);

    /// <summary>Positions (from 0) that fit a table: all up to 10, else the first and last five.</summary>
    public IReadOnlyList<int> Positions => LagCorrelation.PublishedPositions(Training.Length);

    /// <summary>"x₁₂" for position 11.</summary>
    public static string Name(int position) => "x" + string.Concat($"{position + 1}".Select(c => (char)('₀' + (c - '0'))));
}
