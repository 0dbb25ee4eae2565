using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>What a reader of saved numbers has to know of them, wherever they are shown or leave.</summary>
public static class RunWarnings
{
    /// <summary>Stands above <see cref="Of(IEnumerable{Run})"/>.</summary>
    public const string Title = "Possibly wrong validation numbers";

    /// <summary>Runs named one by one; more are counted.</summary>
    private const int MostNamed = 3;

    /// <summary>Whether a trial's validation losses may be wrong: trained before <see cref="EngineVersion.Current"/> by the
    /// torch engine, on a network whose inference kernel was wrong on some CPUs.</summary>
    public static bool MayBeWrong(Trial trial, int hiddenSize) =>
        trial is { Status: TrialStatus.Done or TrialStatus.Diverged, Engine: "torch", Origin: null } && EngineVersion.MayBeWrong(trial.Key.Model, hiddenSize);

    /// <summary>How many of a run's trials <see cref="MayBeWrong"/> holds for.</summary>
    public static int Count(RunSpec spec, IEnumerable<Trial> trials) => trials.Count(t => MayBeWrong(t, spec.HiddenSize));

    /// <summary>Whether a run of this spec can have such trials at all: whoever counts them need not read those of others.</summary>
    public static bool Possible(RunSpec spec) => spec.Brought is null && spec.Models.Any(model => EngineVersion.MayBeWrong(model, spec.HiddenSize)
        && (spec.Engine == EngineChoice.Torch || (spec.Engine == EngineChoice.Auto && !FusedTrainer.Covers(spec.Network(model)))));

    /// <summary>A sentence about a run, or null where there is nothing to say.</summary>
    public static string? Of(Run run) => Of([run]);

    /// <summary>A sentence about runs whose numbers stand side by side, or null where there is nothing to say.</summary>
    public static string? Of(IEnumerable<Run> runs)
    {
        var all = runs.ToArray();
        var which = all.Where(r => r.UnsureTrials > 0).ToArray();
        if (which.Length == 0) return null;
        var trials = which.Sum(r => r.UnsureTrials ?? 0);
        var of = all.Length == 1 ? "" : $" of {Names(which)}";
        var (they, their, them) = which.Length > 1 ? ("these runs were", "their", "them") : (all.Length == 1 ? "this run was" : "that run was", "its", "it");
        return $"{(trials == 1 ? "One LSTM trial" : $"{Numbers.Count(trials)} LSTM trials")}{of} {(trials == 1 ? "was" : "were")} validated by an earlier version "
            + "with a kernel of libtorch that is wrong on processors with AVX-512 (PyTorch issue 173922). "
            + $"If {they} trained on one, {their} validation scores and where training stopped are wrong; the saved numbers were left as they are. Relaunch {them} to be sure.";
    }

    private static string Names(Run[] runs) => runs.Length > MostNamed ? Numbers.Of(runs.Length, "run")
        : string.Join(" and ", runs.Length < 3 ? runs.Select(Quoted) : [string.Join(", ", runs[..^1].Select(Quoted)), Quoted(runs[^1])]);

    private static string Quoted(Run run) => $"“{run.Name}”";
}
