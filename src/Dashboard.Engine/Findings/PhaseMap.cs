using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Findings;

/// <summary>One ended trial of a cell.</summary>
/// <param name="RunId">Its run.</param>
/// <param name="Index">Its place among the run's trials.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Status">Done, diverged or failed.</param>
/// <param name="Score">The trial's score; null where it diverged or failed.</param>
/// <param name="Solved">Whether it learnt the task; null where that is not known. One that diverged did not.</param>
/// <param name="Best">Epoch of the score, from 1; null without one.</param>
/// <param name="Epochs">Epochs that ran.</param>
public sealed record CellSeed(string RunId, int Index, long Seed, TrialStatus Status, double? Score, bool? Solved, int? Best, int Epochs);

/// <summary>One model at one length with one value of the setting.</summary>
/// <param name="Model">The model.</param>
/// <param name="Length">The length.</param>
/// <param name="Value">The row; null where the setting is left out.</param>
/// <param name="Seeds">Those that ended, by seed; a seed that two runs have counts once.</param>
/// <param name="Expected">Seeds there will be.</param>
public sealed record PhaseCell(ModelKind Model, int Length, double? Value, IReadOnlyList<CellSeed> Seeds, int Expected)
{
    /// <summary>Seeds of which it is known whether they learnt the task.</summary>
    public int Known => Seeds.Count(s => s.Solved is not null);

    /// <summary>Those that did.</summary>
    public int Solved => Seeds.Count(s => s.Solved == true);

    /// <summary><see cref="Solved"/> of <see cref="Known"/>, 0 to 1; null while there is none.</summary>
    public double? Share => Known is > 0 and var known ? (double)Solved / known : null;

    /// <summary>The 95% interval of the share; null while there is none.</summary>
    public (double Low, double High)? Interval => Known == 0 ? null : new Proportion(Solved, Known) is var p ? (p.Low, p.High) : null;

    /// <summary>The median score; of an even number the mean of the two in the middle. Null while there is none.</summary>
    public double? Median => Seeds.Select(s => s.Score).OfType<double>().Order().ToArray() is { Length: > 0 and var n } scores
        ? (scores[(n - 1) / 2] + scores[n / 2]) / 2 : null;
}

/// <summary>Where a task is learnt: a cell for each model, length and value of a setting. Nothing in it is smoothed.</summary>
/// <param name="SettingId">The <see cref="MapSetting"/> of the rows.</param>
/// <param name="Spec">A run of the map; what its runs have in common is to be read from it.</param>
/// <param name="Values">Rows, from low to high; none first.</param>
/// <param name="Lengths">Columns, rising.</param>
/// <param name="Models">In their own order.</param>
/// <param name="Cells">Model by model, row by row, column by column: all there can be, those that no run has with 0 seeds.</param>
/// <param name="Threshold">A network has learnt the task below this.</param>
public sealed record PhaseMap(
    string SettingId, RunSpec Spec, IReadOnlyList<double?> Values, IReadOnlyList<int> Lengths, IReadOnlyList<ModelKind> Models,
    IReadOnlyList<PhaseCell> Cells, double Threshold)
{
    /// <summary>What the rows differ in.</summary>
    public MapSetting Setting => MapSetting.Find(SettingId)!;

    /// <summary>The cell of a row and a column, both by index.</summary>
    public PhaseCell At(ModelKind model, int row, int column)
    {
        for (var m = 0; m < Models.Count; m++)
            if (Models[m] == model) return Cells[(m * Values.Count + row) * Lengths.Count + column];
        throw new ArgumentOutOfRangeException(nameof(model));
    }

    /// <summary>The cell of that name, or null.</summary>
    public PhaseCell? Find(MapCell cell) => Cells.FirstOrDefault(c => c.Model == cell.Model && c.Length == cell.Length && c.Value == cell.Value);

    /// <summary>
    /// Where each row stops to be solved: how many columns from the left at least half of the seeds of every one solve. Null
    /// where a column before that has no seed yet, so that it cannot be told.
    /// </summary>
    public IReadOnlyList<int?> HalfLine(ModelKind model) => [.. Enumerable.Range(0, Values.Count).Select(row =>
    {
        for (var column = 0; column < Lengths.Count; column++)
            if (At(model, row, column).Share is not { } share) return (int?)null;
            else if (share < 0.5) return column;
        return Lengths.Count;
    })];

    /// <summary>The seeds that most cells will have.</summary>
    public int UsualSeeds => Cells.Where(c => c.Expected > 0).GroupBy(c => c.Expected).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => g.Key).FirstOrDefault();

    /// <summary>Whether a row is the task's own: its run is what the deck trains of that condition, or what the task's protocol
    /// has.</summary>
    public bool IsUsual(double? value)
    {
        var (own, _) = RunRequestValidator.Validate(Setting.In(RunRequest.From(Spec), value));
        if (own is null) return false;
        var usual = own.Task.DrawsIntegers ? Presets.Run(own.Panel, own.Protocol, []) : own.Task.Preset(own.Protocol) with { Variant = own.Variant };
        return Alike(own).Equals(Alike(usual));

        static RunSpec Alike(RunSpec spec) => spec with { Lengths = [], Models = [], Seeds = [], Engine = EngineChoice.Auto };
    }
}
