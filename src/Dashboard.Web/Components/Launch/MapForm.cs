using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;

namespace Dashboard.Web.Components.Launch;

/// <summary>What is typed into the form of a phase map: a run's form, and the setting that the rows differ in with its values.</summary>
public sealed class MapForm
{
    /// <summary>The form's field of the values; the API's name.</summary>
    public const string Values = "values";

    private const string Chosen = "setting";

    /// <summary>The deck's first panel as published, ten seeds, over hidden sizes.</summary>
    public MapForm()
    {
        Run = new();
        Take(Run.Task);
    }

    /// <summary>What all rows have in common, and the text of <see cref="Values"/>.</summary>
    public RunForm Run { get; }

    /// <summary>What the rows differ in.</summary>
    public MapSetting Setting { get; private set; } = MapSetting.All[0];

    /// <summary>Another task or protocol, with its settings; the deck's tasks with the lengths of a map.</summary>
    public void Take(LabTask task, Protocol? protocol = null)
    {
        Run.Take(task, protocol);
        if (task.DrawsIntegers) Run["lengths"] = NumberList.Format(MapRequestValidator.Lengths);
        Run["seeds"] = NumberList.Format(MapRequestValidator.Seeds);
        Choose(Setting.IsOf(task) ? Setting : MapSetting.All[0]);
    }

    /// <summary>Another setting, with its usual values and the models it changes.</summary>
    public void Choose(MapSetting setting)
    {
        Setting = setting;
        Run[Values] = MapValues.Format(setting.Usual, setting);
        // Its own field is not shown: nothing wrong may stay in it.
        Run[setting.Id] = new RunForm()[setting.Id];
        Run.Models.RemoveWhere(m => !setting.Changes(m));
        if (Run.Models.Count == 0) Run.Models.UnionWith(Presets.Models.Where(setting.Changes));
    }

    /// <summary>Everything in the form as texts by field, such that <see cref="Take(IReadOnlyDictionary{string, string})"/> brings it back.</summary>
    public Dictionary<string, string> ToTexts() => new(Run.ToTexts()) { [Chosen] = Setting.Id };

    /// <summary>Fills the form from texts by field; what is not there or cannot be read stays as it is.</summary>
    public void Take(IReadOnlyDictionary<string, string> fields)
    {
        if (MapSetting.Find(fields.GetValueOrDefault(Chosen)) is { } setting) Choose(setting);
        Run.Take(fields);
    }

    /// <summary>Checks everything.</summary>
    /// <returns>The map, or null and the messages by field.</returns>
    public (MapSpec? Spec, IReadOnlyDictionary<string, string[]> Errors) Check()
    {
        var errors = new FieldErrors();
        var (values, problem) = MapValues.Parse(Run[Values], Setting);
        if (problem is not null) errors.Add(Values, problem);
        var (run, wrong) = Run.Check();
        errors.AddMissing(wrong);
        var (spec, together) = MapRequestValidator.Validate(new() { Setting = Setting.Id, Values = values, Run = run is null ? null : RunRequest.From(run) });
        // Without a run its defaults were checked, which say nothing of what was typed.
        if (run is not null) errors.AddMissing(together);
        else if (problem is null && together.TryGetValue(Values, out var messages)) errors.AddMissing(new Dictionary<string, string[]> { [Values] = messages });
        return (errors.Any ? null : spec, errors.ByField);
    }
}
