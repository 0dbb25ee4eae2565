using System.Text;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Exports;
using Dashboard.Web.Live;

namespace Dashboard.Web.Api;

/// <summary>Trials as CSV (RFC 4180): invariant numbers in full precision, empty where there is no finite number and where a thing is not
/// known. What was brought in has "broughtIn" for its engine.</summary>
public static class TrialCsv
{
    private static readonly string[] Head =
    [
        "run", "name", "protocol", "sequence", "noise", "standardize", "model", "length", "seed", "status", "engine", "mad", "madEpoch",
        "gradientMean", "gradientMeanAllBatches", "gradientMeanLastBatch", "epochsRun", "stoppedEarly", "seconds", "error", "validationMayBeWrong", "solved",
        "launchedBy",
    ];

    /// <summary>One head line, then one line for each trial of each run; UTF-8 with a byte order mark, so that spreadsheets read it.</summary>
    public static byte[] Write(IEnumerable<(Run Run, IReadOnlyList<Trial> Trials)> runs)
    {
        var text = new StringBuilder().AppendJoin(',', Head).Append("\r\n");
        foreach (var (run, trials) in runs)
            foreach (var trial in trials)
                text.AppendJoin(',', Line(run, TrialMessage.From(trial, run.Spec))).Append("\r\n");
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static IEnumerable<string> Line(Run run, TrialMessage t) =>
    [
        run.Id, SafeText.Csv(run.Name), run.Spec.Brought is null ? Choices<Protocol>.Word(run.Spec.Protocol) : "", Choices<Engine.Sequences.SequenceKind>.Word(run.Spec.Sequence),
        run.Spec.Brought is null ? SafeText.Csv(run.Spec.Noise) : "", run.Spec.Brought is null ? Word(run.Spec.Standardize) : "", t.Model == ModelKind.Other ? SafeText.Csv(run.Spec.NameOf(t.Model)) : Choices<ModelKind>.Word(t.Model), SafeText.Csv(t.Length), SafeText.Csv(t.Seed),
        Choices<TrialStatus>.Word(t.Status), t.Engine ?? (run.Spec.Brought is null ? "" : "broughtIn"), SafeText.Csv(t.Mad), SafeText.Csv(t.MadEpoch), SafeText.Csv(t.GradientMean),
        SafeText.Csv(t.GradientMeanAllBatches), SafeText.Csv(t.GradientMeanLastBatch), SafeText.Csv(t.EpochsRun), Word(t.StoppedEarly),
        SafeText.Csv(t.Seconds), SafeText.Csv(t.Error ?? ""), t.ValidationMayBeWrong ? "true" : "false", Word(t.Solved), SafeText.Csv(run.LaunchedBy?.Name ?? ""),
    ];

    private static string Word(bool? value) => value switch { true => "true", false => "false", _ => "" };
}
