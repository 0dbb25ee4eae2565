using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>What a reader of saved numbers has to know of them.</summary>
public static class RunWarnings
{
    /// <summary>Whether a trial's validation losses may be wrong: trained before <see cref="EngineVersion.Current"/> by the
    /// torch engine, on a network whose inference kernel was wrong on some CPUs.</summary>
    public static bool MayBeWrong(Trial trial, int hiddenSize) =>
        trial is { IsFinished: true, Engine: "torch", Origin: null } && EngineVersion.MayBeWrong(trial.Key.Model, hiddenSize);

    /// <summary>A sentence about a run's trials, or null where there is nothing to say.</summary>
    public static string? Of(Run run, IReadOnlyList<Trial> trials)
    {
        var count = trials.Count(t => MayBeWrong(t, run.Spec.HiddenSize));
        return count == 0 ? null
            : $"{(count == 1 ? "One LSTM trial was" : $"{count:N0} LSTM trials were")} validated by an earlier version with a kernel of libtorch that is wrong on processors with AVX-512 "
            + "(PyTorch issue 173922). If this run was trained on one, its validation scores and where training stopped are wrong; the saved numbers were left as they are. Relaunch it to be sure.";
    }
}
