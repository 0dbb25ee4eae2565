using System.Globalization;
using System.Reflection;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Exports;

/// <summary>How a run or comparison is cited: what was trained, with which seeds, when, by which version, and where it can be seen.</summary>
/// <param name="title">The run's name, or what the comparison is called.</param>
/// <param name="runs">The runs behind it; none for the published result alone.</param>
/// <param name="address">Where it can be seen.</param>
public sealed class Citation(string title, IReadOnlyList<Run> runs, string address)
{
    /// <summary>The lab's version, without the commit it was built from.</summary>
    public static string Version { get; } =
        typeof(Citation).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private DateTime? Trained => runs.Select(r => r.EndedAt ?? r.StartedAt ?? r.CreatedAt).Select(t => (DateTime?)t).Max();

    private string What => string.Join("; ", runs.Select(r => (runs.Count > 1 ? r.Name + ": " : "") + SourceLine.Trained(r.Spec) + (r.TrialsDone < r.TrialsTotal ? $", {r.TrialsDone} of {Numbers.Of(r.TrialsTotal, "trial")} so far" : "")));

    /// <summary>One paragraph for a list of references.</summary>
    public string Text => $"“{title}”. RNN & LSTM lab {Version}.{(Trained is { } at ? string.Create(CultureInfo.InvariantCulture, $" Trained {at:d MMMM yyyy}.") : "")} {(What.Length > 0 ? char.ToUpperInvariant(What[0]) + What[1..] : "Published result")}. {address}";

    /// <summary>An entry for BibTeX; compiles whatever the name holds.</summary>
    public string Bibtex
    {
        get
        {
            var key = runs is [var only] ? only.Id[..Math.Min(8, only.Id.Length)] : "comparison";
            return $$"""
                @misc{rnn-lstm-lab-{{key}},
                  title = {{{SafeText.Latex(title)}}},
                  howpublished = {{{@"RNN \& LSTM lab " + Version}}},
                  year = {{{Trained?.Year.ToString(CultureInfo.InvariantCulture)}}},
                  note = {{{SafeText.Latex(What)}}},
                  url = {{{address}}}
                }
                """;
        }
    }
}
