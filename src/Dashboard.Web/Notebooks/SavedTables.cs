using System.Globalization;
using System.Text;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Notebooks;

/// <summary>What the lab saved of trials, as tables in Python's text: bounded, whole trials only.</summary>
internal sealed class SavedTables
{
    /// <summary>Numbers that go into one notebook at most: about half a megabyte.</summary>
    public const int MostNumbers = 50_000;

    private readonly StringBuilder epochs = new(), flows = new(), tests = new();
    private int numbers;

    /// <summary>The tables of some trials; those that must be there, then others in their order while there is room.</summary>
    public SavedTables(IReadOnlyList<Trial> needed, IReadOnlyList<Trial> all)
    {
        var kept = needed.ToDictionary(t => t.Index);
        numbers = needed.Sum(Size);
        foreach (var trial in all.Where(t => !kept.ContainsKey(t.Index)))
        {
            if ((numbers += Size(trial)) > MostNumbers) break;
            kept.Add(trial.Index, trial);
        }
        Kept = [.. all.Where(t => kept.ContainsKey(t.Index))];
        foreach (var trial in Kept) Add(trial);
    }

    /// <summary>The trials that are in it, in the run's order.</summary>
    public IReadOnlyList<Trial> Kept { get; }

    /// <summary>Python that assigns the tables.</summary>
    public string Python => $"""
        # model, length, seed, epoch, training loss, validation loss, gradient mean of all batches, of the last one, readings
        SAVED_EPOCHS = {Quotes}
        {epochs}{Quotes}

        # model, length, seed, epoch, gradient through time from the first step to the last
        SAVED_FLOWS = {Quotes}
        {flows}{Quotes}

        # model, length, seed, length of the test, loss, readings
        SAVED_TESTS = {Quotes}
        {tests}{Quotes}
        """;

    private const string Quotes = "\"\"\"";

    private static IEnumerable<Dashboard.Engine.Metrics.GradientFlow> Flows(TrialResult result) =>
        new[] { result.FirstFlow, result.BestFlow }.OfType<Dashboard.Engine.Metrics.GradientFlow>().DistinctBy(f => f.Epoch);

    private static int Size(Trial trial) => trial.Result!.Epochs.Sum(e => 5 + e.Readings.Count) + Flows(trial.Result).Sum(f => f.Norms.Length)
        + trial.Result.Tests.Sum(t => 2 + t.Readings.Count);

    private void Add(Trial trial)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{Choices<ModelKind>.Word(trial.Key.Model)},{trial.Key.Length},{trial.Key.Seed}");
        foreach (var e in trial.Result!.Epochs)
            Line(epochs, key, e.Epoch, [e.TrainLoss, e.ValidationLoss, e.GradientMean, e.GradientLastBatch, .. e.Readings.Select(r => (double)r)]);
        foreach (var flow in Flows(trial.Result)) Line(flows, key, flow.Epoch, flow.Norms.Select(n => (double)n), digits: "G5");
        foreach (var test in trial.Result.Tests) Line(tests, key, test.Length, [test.Score, .. test.Readings.Select(r => (double)r)]);
    }

    // Eight digits are as many as a 32-bit number has.
    private static void Line(StringBuilder table, string key, int at, IEnumerable<double> values, string digits = "G8") => table.Append(key).Append(',')
        .Append(at.ToString(CultureInfo.InvariantCulture)).Append(',')
        .AppendJoin(',', values.Select(v => v.ToString(digits, CultureInfo.InvariantCulture))).Append('\n');
}
