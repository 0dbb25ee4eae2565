using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>The phase map a form or an API client asks for; every field optional.</summary>
public sealed record MapRequest
{
    /// <summary>Id of the <see cref="MapSetting"/> that the rows differ in.</summary>
    public string? Setting { get; init; }

    /// <summary>Its value in each row; null leaves it out.</summary>
    public IReadOnlyList<double?>? Values { get; init; }

    /// <summary>All else, of every row. What it says of the row setting itself counts nowhere.</summary>
    public RunRequest? Run { get; init; }
}

/// <summary>A phase map to launch: one run a row, over the same lengths, models and seeds.</summary>
/// <param name="Setting">What the rows differ in.</param>
/// <param name="Rows">The runs, from the lowest value up; a run without the setting comes first.</param>
public sealed record MapSpec(MapSetting Setting, IReadOnlyList<RunSpec> Rows)
{
    /// <summary>Of all rows.</summary>
    public int TrialCount => Rows.Sum(r => r.TrialCount);
}

/// <summary>A cell of a phase map.</summary>
/// <param name="Model">The map it is in.</param>
/// <param name="Length">Its column.</param>
/// <param name="Value">Its row's value of the map's setting; null where that is left out.</param>
public readonly record struct MapCell(ModelKind Model, int Length, double? Value);

/// <summary>Checks a <see cref="MapRequest"/>; the form and the API share it.</summary>
public static class MapRequestValidator
{
    /// <summary>The lengths of a map where nobody asks for others: where the deck's first panel turns.</summary>
    public static IReadOnlyList<int> Lengths { get; } = [2, 4, 6, 8, 10, 12, 14, 17, 21, 25];

    /// <summary>The seeds of a map where nobody asks for others.</summary>
    public static IReadOnlyList<long> Seeds { get; } = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    /// <summary>Checks every field; each row's run is checked like any other, so that a map allows what a run allows.</summary>
    /// <returns>The map, or null and what is wrong by field: "setting", "values", or a field of the run.</returns>
    public static (MapSpec? Spec, IReadOnlyDictionary<string, string[]> Errors) Validate(MapRequest request)
    {
        var errors = new FieldErrors();
        if (request.Setting is not null && MapSetting.Find(request.Setting) is null) errors.Add("setting", $"Must be {MapSetting.Ids}.");
        var setting = MapSetting.Find(request.Setting) ?? MapSetting.All[0];
        var values = Values(request.Values ?? setting.Usual, setting, errors);
        var run = request.Run ?? new();
        // Where nothing is said of it: lengths and models as the task has them, the deck's tasks those of a map.
        var isDecks = run.Sequence is null || (RunLimits.Sequences.TryGet(run.Sequence, out var kind) && LabTasks.Of(kind).DrawsIntegers);
        run = run with
        {
            Lengths = run.Lengths ?? (isDecks ? Lengths : null),
            Seeds = run.Seeds ?? Seeds,
            Models = run.Models ?? (Presets.Models.All(setting.Changes) ? null : [.. Presets.Models.Where(setting.Changes).Select(Choices<ModelKind>.Word)]),
        };
        // A row whose own value is wrong tells nothing of the other fields, which are checked with a value that is right.
        var rows = errors.Has("values") ? [Row(run, setting, setting.Usual[^1], errors)] : values.Select(v => Row(run, setting, v, errors)).ToArray();
        CheckTogether(setting, rows, errors);
        return errors.Any ? (null, errors.ByField) : (new(setting, [.. rows.OfType<RunSpec>()]), errors.ByField);
    }

    private static IReadOnlyList<double?> Values(IReadOnlyList<double?> values, MapSetting setting, FieldErrors errors)
    {
        if (!RunLimits.MapRows.Allows(values.Count)) errors.Add("values", $"Must have {RunLimits.MapRows} entries, a row each; it has {values.Count:N0}.");
        foreach (var problem in values.Select(setting.Problem).OfType<string>().Distinct().Take(3)) errors.Add("values", problem);
        var twice = values.GroupBy(v => v).Where(g => g.Count() > 1).Select(g => setting.Text(g.Key)).Take(3).ToArray();
        if (twice.Length > 0) errors.Add("values", $"Must not repeat entries: {string.Join(", ", twice)}.");
        return [.. values.OrderBy(v => v ?? double.NegativeInfinity)];
    }

    private static RunSpec? Row(RunRequest run, MapSetting setting, double? value, FieldErrors errors)
    {
        var (spec, wrong) = RunRequestValidator.Validate(setting.In(run, value));
        foreach (var (field, messages) in wrong)
            foreach (var message in messages) errors.Add(field == setting.Id ? "values" : field, message);
        return spec;
    }

    private static void CheckTogether(MapSetting setting, IReadOnlyList<RunSpec?> rows, FieldErrors errors)
    {
        if (rows.OfType<RunSpec>().FirstOrDefault() is not { } spec) return;
        if (!RunLimits.MapLengths.Allows(spec.Lengths.Count)) errors.Add("lengths", $"A map must have {RunLimits.MapLengths} lengths; this has {spec.Lengths.Count:N0}.");
        if (spec.Models.Where(m => !setting.Changes(m)).Select(m => m.Name()).ToArray() is { Length: > 0 } same)
            errors.Add("models", $"The {setting.Name.ToLowerInvariant()} changes nothing of the {string.Join(" and the ", same)}: all rows would be the same. "
                + $"Leave {(same.Length == 1 ? "it" : "them")} out.");
        var trials = rows.Sum(r => r?.TrialCount ?? 0);
        if (trials > RunLimits.MapTrials)
            errors.Add("seeds", $"Rows × lengths × models × seeds must be at most {RunLimits.MapTrials:N0} trials; this makes {trials:N0}. Take fewer of one.");
    }
}
