using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

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
/// <param name="Findings">What a frozen study's trials said; null where they can still be asked.</param>
/// <param name="Recording">The networks that are kept with a link to Inside, as they go over the wire; null without.</param>
/// <param name="TrainedOn">Epochs past the stops of the length that a link to what was learnt shows, by the trial's index; null without.</param>
/// <param name="Map">What a frozen phase map shows; null where its trials can still be asked.</param>
public sealed record SharedContent(
    IReadOnlyList<string> Keys, IReadOnlyList<SharedRun> Runs, Study? Study = null, StudyFindings? Findings = null, byte[]? Recording = null, PhaseMap? Map = null,
    IReadOnlyDictionary<int, IReadOnlyList<EpochResult>>? TrainedOn = null)
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
        return new(view.Keys, [.. view.Keys.Select(runs.Find).OfType<Run>().Select(r => new SharedRun(r, Trials(r.Id), runs.EtaSeconds(r.Id)))]);

        // Inside shows what is recorded of them, and comparisons and what was learnt no gradients through time.
        IReadOnlyList<Trial> Trials(string id) => view.Kind == ShareKind.Inside ? [] : view.Kind == ShareKind.Run ? runs.Trials(id)
            : [.. runs.Trials(id).Select(t => t.Result is { } result ? t with { Result = result with { FirstFlow = null, BestFlow = null } } : t)];
    }

    /// <summary>Whether what it shows goes on changing.</summary>
    public bool InTraining => Runs.Any(r => r.Run.Status.GoesOn());

    /// <summary>What it is called by itself.</summary>
    public string Name => Study?.Name ?? (Runs is [var only] && Keys.Count == 1 ? only.Run.Name : $"{Numbers.Of(Keys.Count, "run")} compared");

    /// <summary>With the trials counted that may be wrong, in links frozen before runs knew it themselves.</summary>
    /// <param name="find">A run as it now is, where the link kept no trials of it.</param>
    internal SharedContent Counted(Func<string, Run?> find) => Runs.All(r => r.Run.UnsureTrials is not null) ? this : this with
    {
        Runs =
        [
            .. Runs.Select(r => r.Run.UnsureTrials is not null ? r : r with
            {
                Run = r.Run with { UnsureTrials = r.Trials.Count > 0 ? RunWarnings.Count(r.Run.Spec, r.Trials) : find(r.Run.Id)?.UnsureTrials },
            }),
        ],
    };

    /// <summary>As it is kept with a link.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads <see cref="ToJson"/> back.</summary>
    public static SharedContent FromJson(string json) => JsonSerializer.Deserialize<SharedContent>(json, Json) ?? new([], []);
}
