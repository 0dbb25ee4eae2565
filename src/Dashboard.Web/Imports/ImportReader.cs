using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Imports;

/// <summary>A file understood: what it becomes, or why it cannot be brought in.</summary>
/// <param name="Spec">Null where there are problems.</param>
/// <param name="Trials">Its trials.</param>
/// <param name="Problems">In the order of the file; the first few.</param>
/// <param name="MoreProblems">How many more there are.</param>
/// <param name="LeftOut">Rows of models that were left out.</param>
/// <param name="DecimalComma">The decimal sign is a comma.</param>
public sealed record ImportResult(
    RunSpec? Spec, IReadOnlyList<Trial> Trials, IReadOnlyList<ImportProblem> Problems, int MoreProblems, int LeftOut, bool DecimalComma);

/// <summary>Turns a table into a run as a mapping says.</summary>
public sealed class ImportReader
{
    /// <summary>Problems that are named one by one.</summary>
    public const int MostProblems = 20;

    private const int MostShown = 40;

    private readonly CsvTable table;
    private readonly ImportMapping mapping;
    private readonly ImportNumbers numbers;
    private readonly Dictionary<ColumnRole, int> columns;
    private readonly List<ImportProblem> problems = [];
    private int count;

    private ImportReader(CsvTable table, ImportMapping mapping)
    {
        (this.table, this.mapping) = (table, mapping);
        columns = mapping.Roles.Index().Where(r => r.Item != ColumnRole.Unused).ToDictionary(r => r.Item, r => r.Index);
        numbers = ImportNumbers.Of(table, columns.Where(c => c.Key is not (ColumnRole.Model or ColumnRole.Solved)).Select(c => c.Value));
    }

    /// <summary>Reads every row.</summary>
    /// <param name="table">The file.</param>
    /// <param name="mapping">How it is understood.</param>
    /// <param name="task">What its networks learnt.</param>
    /// <param name="file">Its name.</param>
    public static ImportResult Read(CsvTable table, ImportMapping mapping, LabTask task, string file) => new ImportReader(table, mapping).Read(task, file);

    private ImportResult Read(LabTask task, string file)
    {
        CheckMapping();
        var (rows, leftOut) = count > 0 ? ([], 0) : Rows();
        if (count == 0) CheckAll(rows);
        if (count > 0) return new(null, [], problems, count - problems.Count, leftOut, numbers.Comma);
        var said = columns.Keys.Aggregate(BroughtColumns.None, (all, role) => all | role.Column());
        var kinds = rows.Select(r => r.Key.Model).ToHashSet();
        var (spec, trials) = BroughtResult.Of(task, new()
        {
            File = FileName(file), Columns = said,
            Models = [.. mapping.Models.Where(m => m.Model is { } kind && kinds.Contains(kind)).Select(m => new BroughtModel(m.Model!.Value, m.Name)).OrderBy(m => m.Model)],
        }, rows);
        return new(spec, trials, [], 0, leftOut, numbers.Comma);
    }

    private void CheckMapping()
    {
        foreach (var needed in new[] { ColumnRole.Length, ColumnRole.Score })
            if (!columns.ContainsKey(needed)) Add(null, null, $"No column is the {needed.Title().ToLowerInvariant()}. Say which of {string.Join(", ", table.Head.Take(12))} it is.");
        if (mapping.Models.Count > ImportMapping.MostModels) Add(null, Name(ColumnRole.Model), $"Names more than {ImportMapping.MostModels} models. Is it the column of models?");
        else if (mapping.Models.All(m => m.Model is null)) Add(null, null, "Every model is left out.");
        foreach (var (name, _) in mapping.Models.Where(m => m.Model is not null).Take(ImportMapping.MostModels))
            if (name.Length is 0 or > RunLimits.ModelNameLength || name.Any(char.IsControl))
                Add(null, Name(ColumnRole.Model), $"A model's name must be 1 to {RunLimits.ModelNameLength} characters; “{Shown(name)}” is not.");
        if (mapping.Models.Where(m => m.Model is not null).GroupBy(m => m.Model).FirstOrDefault(g => g.Count() > 1) is { } twice)
            Add(null, Name(ColumnRole.Model), $"{string.Join(" and ", twice.Select(m => $"“{m.Name}”"))} cannot both be {twice.Key!.Value.Name()} in one run. Leave one out and bring it as another run.");
    }

    private (List<BroughtRow> Rows, int LeftOut) Rows()
    {
        var kinds = mapping.Models.ToDictionary(m => m.Name, m => m.Model);
        var (rows, seen, leftOut) = (new List<BroughtRow>(table.Rows.Count), new Dictionary<(TrialKey, int?), int>(), 0);
        var next = new Dictionary<(ModelKind, int), long>();
        foreach (var row in table.Rows)
        {
            if (kinds[columns.TryGetValue(ColumnRole.Model, out var at) ? row.Cells[at] : ImportMapping.NoModel] is not { } model)
            {
                leftOut++;
                continue;
            }
            var before = count;
            var length = (int)Whole(row, ColumnRole.Length, RunLimits.BroughtLength);
            var epoch = columns.ContainsKey(ColumnRole.Epoch) ? (int?)Whole(row, ColumnRole.Epoch, RunLimits.BroughtEpoch) : null;
            // Without a column of seeds the rows of a model and length are its seeds, or the epochs of one.
            var seed = columns.ContainsKey(ColumnRole.Seed) ? (long)Whole(row, ColumnRole.Seed, RunLimits.Seed)
                : epoch is not null ? 1 : next[(model, length)] = next.GetValueOrDefault((model, length)) + 1;
            var read = new BroughtRow(new(model, length, seed), epoch, Number(row, ColumnRole.Score, needed: true))
            {
                TrainScore = Number(row, ColumnRole.TrainScore), Gradient = Number(row, ColumnRole.Gradient), Seconds = Number(row, ColumnRole.Seconds),
                Wrong = Number(row, ColumnRole.Wrong, most: 100), Solved = YesNo(row),
            };
            if (count > before) continue;
            if (seen.TryGetValue((read.Key, epoch), out var first))
                Add(row.Line, null, $"{(Name(ColumnRole.Model) is { } column ? $"{column} {mapping.Models.First(m => m.Model == model).Name}, l" : "L")}ength {length}, seed {seed}{(epoch is { } e ? $", epoch {e}" : "")} is in line {first} already.{(Name(ColumnRole.Model) is null ? " Does a column name the model?" : "")}");
            else
            {
                seen.Add((read.Key, epoch), row.Line);
                rows.Add(read);
            }
        }
        return (rows, leftOut);
    }

    private void CheckAll(List<BroughtRow> rows)
    {
        int lengths = rows.Select(r => r.Key.Length).Distinct().Count(), models = rows.Select(r => r.Key.Model).Distinct().Count(), seeds = rows.Select(r => r.Key.Seed).Distinct().Count();
        if (rows.Count == 0) Add(null, null, "No row is left.");
        if (!RunLimits.Lengths.Allows(lengths)) Add(null, Name(ColumnRole.Length), $"Has {Numbers.Of(lengths, "different length")}; a run has {RunLimits.Lengths}.");
        if (!RunLimits.Seeds.Allows(seeds)) Add(null, Name(ColumnRole.Seed), $"Makes {Numbers.Of(seeds, "different seed")}; a run has {RunLimits.Seeds}.");
        if ((long)lengths * models * seeds > RunLimits.Trials) Add(null, null, $"Lengths × models × seeds make {(long)lengths * models * seeds:N0}; a run has at most {RunLimits.Trials:N0} trials.");
        if (rows.CountBy(r => r.Key).Any(k => k.Value > RunLimits.Epochs.Max)) Add(null, Name(ColumnRole.Epoch), $"A trial has more than {RunLimits.Epochs.Max:N0} epochs.");
    }

    private double Whole(CsvRow row, ColumnRole role, Limit limit)
    {
        var text = row.Cells[columns[role]];
        if (numbers.Parse(text) is { } value && value == Math.Floor(value) && limit.Allows(value)) return value;
        Add(row.Line, Name(role), $"Must be a whole number, {limit}; it is {(text.Length == 0 ? "empty" : $"“{Shown(text)}”")}.");
        return 0;
    }

    private double Number(CsvRow row, ColumnRole role, bool needed = false, double most = double.MaxValue)
    {
        if (!columns.TryGetValue(role, out var at)) return double.NaN;
        var text = row.Cells[at];
        if (!needed && ImportNumbers.IsUnknown(text)) return double.NaN;
        if (text.Length == 0) Add(row.Line, Name(role), "Is empty. Write a number, or nan where training diverged.");
        else if (numbers.Parse(role == ColumnRole.Wrong ? text.TrimEnd('%', ' ') : text) is not { } value)
            Add(row.Line, Name(role), $"“{Shown(text)}” is no number{Sign(text)}. {(needed ? "Write nan where training diverged." : "Leave it empty where it is not known.")}");
        else if (value < 0 || value > most) Add(row.Line, Name(role), $"Must be {(most == double.MaxValue ? "0 or more" : $"0 to {most:0}")}; it is {Shown(text)}.");
        else return value;
        return double.NaN;
    }

    private string Sign(string text) => numbers.Comma && text.Contains('.') ? "; other numbers of this file have a decimal comma"
        : !numbers.Comma && text.Contains(',') ? $"; numbers of this file have a decimal point{(table.Separator == ',' ? ", as commas separate its fields" : "")}" : "";

    private bool? YesNo(CsvRow row)
    {
        if (!columns.TryGetValue(ColumnRole.Solved, out var at)) return null;
        switch (row.Cells[at].ToLowerInvariant())
        {
            case "yes" or "true" or "1" or "y": return true;
            case "no" or "false" or "0" or "n": return false;
            case var text when ImportNumbers.IsUnknown(text): return null;
            default:
                Add(row.Line, Name(ColumnRole.Solved), $"Must be yes or no, true or false, 1 or 0; it is “{Shown(row.Cells[at])}”.");
                return null;
        }
    }

    private string? Name(ColumnRole role) => columns.TryGetValue(role, out var at) ? table.Head[at] : null;

    private void Add(int? line, string? column, string message)
    {
        if (count++ < MostProblems) problems.Add(new(line, column, message));
    }

    private static string Shown(string text) => text.Length <= MostShown ? text : text[..MostShown] + "…";

    // What browsers and scripts call a file may be a path, or anything else.
    private static string FileName(string file)
    {
        var name = new string([.. file.Split('/', '\\')[^1].Where(c => !char.IsControl(c) && !char.IsSurrogate(c))]).Trim();
        return name.Length == 0 ? "results.csv" : name.Length <= RunLimits.NameLength ? name : name[..RunLimits.NameLength];
    }
}
