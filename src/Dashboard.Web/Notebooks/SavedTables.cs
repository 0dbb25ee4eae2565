using System.Globalization;
using System.Text;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Notebooks;

/// <summary>What the lab saved of trials, as tables in Python's text: bounded, whole trials only.</summary>
internal sealed class SavedTables
{
    /// <summary>Numbers that go into one notebook at most: about half a megabyte.</summary>
    public const int MostNumbers = 50_000;

    private readonly StringBuilder batches = new(), epochs = new(), flows = new(), tests = new();

    /// <summary>The tables of some trials.</summary>
    /// <param name="needed">Those that must be there.</param>
    /// <param name="all">All, in their order; they are in while there is room.</param>
    /// <param name="first">First batches of those that have them.</param>
    public SavedTables(IReadOnlyList<Trial> needed, IReadOnlyList<Trial> all, IReadOnlyDictionary<TrialKey, BatchNumbers> first)
    {
        var kept = needed.ToDictionary(t => t.Index);
        var numbers = needed.Sum(Size);
        foreach (var trial in all.Where(t => !kept.ContainsKey(t.Index)))
        {
            if ((numbers += Size(trial)) > MostNumbers) break;
            kept.Add(trial.Index, trial);
        }
        Kept = [.. all.Where(t => kept.ContainsKey(t.Index))];
        foreach (var trial in Kept) Add(trial, first.GetValueOrDefault(trial.Key));
    }

    /// <summary>The trials that are in it, in the run's order.</summary>
    public IReadOnlyList<Trial> Kept { get; }

    /// <summary>Python that assigns the tables.</summary>
    public string Python => $"""
        # model, length, seed, batch of the first epoch, its loss, its gradient mean
        SAVED_BATCHES = {Quotes}
        {batches}{Quotes}

        # model, length, seed, epoch, training loss, validation loss, gradient mean of all batches, of the last one, readings
        SAVED_EPOCHS = {Quotes}
        {epochs}{Quotes}

        # model, length, seed, epoch (0: its first batch), gradient through time from the first step to the last
        SAVED_FLOWS = {Quotes}
        {flows}{Quotes}

        # model, length, seed, length of the test, loss, readings
        SAVED_TESTS = {Quotes}
        {tests}{Quotes}
        """;

    private const string Quotes = "\"\"\"";

    private static IEnumerable<GradientFlow> Flows(TrialResult result) =>
        new[] { result.FirstFlow, result.BestFlow }.OfType<GradientFlow>().DistinctBy(f => f.Epoch);

    private static int Size(Trial trial) => trial.Result!.Epochs.Sum(e => 5 + e.Readings.Count) + Flows(trial.Result).Sum(f => f.Norms.Length)
        + trial.Result.Tests.Sum(t => 2 + t.Readings.Count);

    private void Add(Trial trial, BatchNumbers? first)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{Choices<ModelKind>.Word(trial.Key.Model)},{trial.Key.Length},{trial.Key.Seed}");
        foreach (var (at, (loss, mean)) in first is null ? [] : first.Losses.Zip(first.GradientMeans).Index()) Line(batches, key, at + 1, [loss, mean]);
        foreach (var e in trial.Result!.Epochs)
            Line(epochs, key, e.Epoch, [e.TrainLoss, e.ValidationLoss, e.GradientMean, e.GradientLastBatch, .. e.Readings.Select(r => (double)r)]);
        if (first is { Flow.Count: > 0 }) Line(flows, key, 0, first.Flow.Select(n => (double)n), digits: "G7");
        foreach (var flow in Flows(trial.Result)) Line(flows, key, flow.Epoch, flow.Norms.Select(n => (double)n), digits: "G5");
        foreach (var test in trial.Result.Tests) Line(tests, key, test.Length, [test.Score, .. test.Readings.Select(r => (double)r)]);
    }

    // Eight digits are as many as a 32-bit number has.
    private static void Line(StringBuilder table, string key, int at, IEnumerable<double> values, string digits = "G8") => table.Append(key).Append(',')
        .Append(at.ToString(CultureInfo.InvariantCulture)).Append(',')
        .AppendJoin(',', values.Select(v => v.ToString(digits, CultureInfo.InvariantCulture))).Append('\n');
}
