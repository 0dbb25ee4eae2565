using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Engine.Runs;

namespace Dashboard.Web.Sharing;

/// <summary>One run of a shared view.</summary>
/// <param name="Run">The run.</param>
/// <param name="Trials">Its trials by index; none where its summary is enough (studies).</param>
/// <param name="EtaSeconds">Seconds left, or null.</param>
public sealed record SharedRun(Run Run, IReadOnlyList<Trial> Trials, double? EtaSeconds);

/// <summary>What a shared view shows: as it now is, or as it was when a frozen link was made.</summary>
/// <param name="Keys">What it names in its order: ids of runs and, in a comparison, keys of published results.</param>
/// <param name="Runs">The runs that are there.</param>
/// <param name="Study">The study, where it shows one.</param>
public sealed record SharedContent(IReadOnlyList<string> Keys, IReadOnlyList<SharedRun> Runs, Study? Study = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        IgnoreReadOnlyProperties = true,
        // A diverged trial's last epoch holds NaN or infinity; it must come back as it was.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Reads what a link shows.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public static SharedContent Load(RunService runs, ShareView view)
    {
        if (view.Kind == ShareKind.Study)
            return runs.FindStudy(view.Id) is var (study, members) ? new(study.RunIds, [.. members.Select(r => new SharedRun(r, [], runs.EtaSeconds(r.Id)))], study) : new([], []);
        return new(view.Keys, [.. view.Keys.Select(runs.Find).OfType<Run>().Select(r => new SharedRun(r, runs.Trials(r.Id), runs.EtaSeconds(r.Id)))]);
    }

    /// <summary>As a frozen link stores it; gradients through time are left out, as no shared view shows them.</summary>
    public string ToJson() => JsonSerializer.Serialize(this with
    {
        Runs = [.. Runs.Select(r => r with { Trials = [.. r.Trials.Select(t => t with { Result = t.Result is { } result ? result with { FirstFlow = null, BestFlow = null } : null })] })],
    }, Json);

    /// <summary>Reads <see cref="ToJson"/> back.</summary>
    public static SharedContent FromJson(string json) => JsonSerializer.Deserialize<SharedContent>(json, Json) ?? new([], []);
}
