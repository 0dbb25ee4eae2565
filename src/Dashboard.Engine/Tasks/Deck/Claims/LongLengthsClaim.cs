using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks.Deck.Claims;

/// <summary>A claim of the deck about RNN and LSTM at long lengths: the mean over them of a comparison at each.</summary>
public abstract class LongLengthsClaim : SeedMeanClaim
{
    /// <summary>From this length on a sequence counts as long: the deck's lengths above 15.</summary>
    protected const int Long = 17;

    private static readonly IReadOnlyList<Subject> RnnAgainstLstm = [new(ModelKind.Rnn, ModelKind.Lstm)];

    /// <inheritdoc />
    public sealed override (double Min, double Max)? Bounds => null;

    /// <inheritdoc />
    public sealed override string Meaning => $"{Compared}, lengths {Long} and up";

    /// <inheritdoc />
    protected sealed override IReadOnlyList<Subject> Subjects => RnnAgainstLstm;

    /// <summary>What is compared, as it stands beside the big number.</summary>
    protected abstract string Compared { get; }

    /// <summary>The score's two values at one length, made into one number.</summary>
    protected abstract double Compare(double rnn, double lstm);

    /// <inheritdoc />
    protected internal sealed override bool Concerns(int length) => length >= Long;

    /// <inheritdoc />
    protected sealed override double Statistic(IReadOnlyList<int> lengths, SeedScores first, SeedScores second) => Enumerable.Range(0, lengths.Count)
        .Where(i => lengths[i] >= Long).Select(i => Compare(Charted.Of(first)[i], Charted.Of(second)[i]))
        .Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <inheritdoc />
    protected internal sealed override PanelData? Typical(TestedClaim tested, StudyData data) => tested.Nearest(data);

    /// <summary>A comparison at every long length, or at every shorter one, of every condition and seed.</summary>
    protected IEnumerable<double> Pairs(StudyData data, bool atLong, Func<double, double, double> compare) =>
        from panel in data.Panels
        where panel.Models.ContainsKey(ModelKind.Rnn) && panel.Models.ContainsKey(ModelKind.Lstm)
        from rnn in panel.Models[ModelKind.Rnn]
        from lstm in panel.Models[ModelKind.Lstm]
        where rnn.Seed == lstm.Seed && rnn.Complete && lstm.Complete
        from i in Enumerable.Range(0, panel.Lengths.Count)
        where panel.Lengths[i] >= Long == atLong
        let value = compare(Charted.Of(rnn)[i], Charted.Of(lstm)[i])
        where double.IsFinite(value)
        select value;
}
