using System.Globalization;
using System.Text;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Live;

namespace Dashboard.Web.Api;

/// <summary>Trials as CSV (RFC 4180): invariant numbers in full precision, empty where there is no finite number.</summary>
public static class TrialCsv
{
    private static readonly string[] Head =
    [
        "run", "name", "protocol", "sequence", "noise", "standardize", "model", "length", "seed", "status", "engine", "mad", "madEpoch",
        "gradientMean", "gradientMeanAllBatches", "gradientMeanLastBatch", "epochsRun", "stoppedEarly", "seconds", "error",
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
        run.Id, Text(run.Name), Choices<Protocol>.Word(run.Spec.Protocol), Choices<Engine.Sequences.SequenceKind>.Word(run.Spec.Sequence),
        Number(run.Spec.Noise), run.Spec.Standardize ? "true" : "false", Choices<ModelKind>.Word(t.Model), Number(t.Length), Number(t.Seed),
        Choices<TrialStatus>.Word(t.Status), t.Engine ?? "", Number(t.Mad), Number(t.MadEpoch), Number(t.GradientMean),
        Number(t.GradientMeanAllBatches), Number(t.GradientMeanLastBatch), Number(t.EpochsRun), t.StoppedEarly ? "true" : "false",
        Number(t.Seconds), Text(t.Error ?? ""),
    ];

    /// <summary>
    /// Text from people: quoted where needed, and with an apostrophe before a first character that makes a spreadsheet read a
    /// formula (OWASP, "CSV injection").
    /// </summary>
    internal static string Text(string text)
    {
        if (text.Length > 0 && text.TrimStart() is var inked && (inked.Length > 0 && "=+-@＝＋－＠".Contains(inked[0]) || text[0] is '\t' or '\r' or '\n'))
            text = "'" + text;
        return text.AsSpan().ContainsAny("\",\r\n;\t") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }

    private static string Number(double? value) => value is { } v && double.IsFinite(v) ? v.ToString("R", CultureInfo.InvariantCulture) : "";
}
