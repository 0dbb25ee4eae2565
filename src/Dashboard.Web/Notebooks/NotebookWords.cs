using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;
using Dashboard.Web.Exports;

namespace Dashboard.Web.Notebooks;

/// <summary>What a notebook says of its run: texts for the {{names}} of notebook.py.</summary>
internal sealed class NotebookWords
{
    private readonly Dictionary<string, string> texts;

    private NotebookWords(Dictionary<string, string> texts) => this.texts = texts;

    /// <summary>The words of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="title">Of the notebook.</param>
    /// <param name="chosen">Trials it trains.</param>
    /// <param name="kept">Trials whose numbers are in it.</param>
    /// <param name="saved">How many trials have numbers.</param>
    /// <param name="cells">Of the trials that are in it.</param>
    public static NotebookWords Of(Run run, string title, IReadOnlyList<Trial> chosen, IReadOnlyList<Trial> kept, int saved, IReadOnlyList<Cell> cells)
    {
        var (spec, task) = (run.Spec, run.Spec.Task);
        var shape = task.Shape(spec);
        var all = kept.Sum(t => ChosenTrials.Seconds(spec, t));
        var drawn = task.Drawn(spec);
        return new(new()
        {
            ["title"] = SafeText.Markdown(title),
            ["task"] = $"**{task.Name}.** {task.Rule} {task.Story}",
            ["what"] = kept.Count == 1 ? "a network" : "networks of a run",
            ["chosen"] = $"It trains {(chosen.Count == 1 ? "one network" : $"{Numbers.Of(chosen.Count, "network")}")}, which takes about {Minutes(chosen.Sum(t => ChosenTrials.Seconds(spec, t)))} on one core, and up to as long again to find out "
                + "where rounding takes over."
                + (kept.Count > chosen.Count ? $" Change `TRAIN` to train others; all {Numbers.Of(kept.Count, "network")} whose numbers are here take about {Minutes(all)}." : ""),
            ["source"] = $"Run `{run.Id}`, protocol *{Choices<Protocol>.Word(spec.Protocol)}*.",
            ["settings-text"] = $"{task.About(spec.Protocol)}.",
            ["rule"] = task.Rule,
            ["drawn"] = drawn.Count == 0 ? "" : $"Here: {string.Join(", ", drawn)}.",
            ["network"] = $"{Numbers.Of(spec.Layers, "recurrent layer")} of {Numbers.Of(spec.HiddenSize, "unit")} ({string.Join(", ", cells.Select(c => c.Title))}), then a linear layer from the hidden state "
                + (shape.ReadOut == ReadOut.Every ? "after every step" : "after a sequence's last step") + $" to {(shape.Loss == LossKind.CrossEntropy ? $"the logits of {shape.Outputs} classes" : Numbers.Of(shape.Outputs, "number"))}.",
            ["batch"] = $"{spec.BatchSize}",
            ["patience"] = Numbers.Of(spec.Patience + 1, "epoch"),
            ["gradient"] = spec.Protocol == Protocol.Notebook ? "the last batch of each epoch, averaged over the epoch budget" : "every batch, averaged over the epochs that ran",
            ["score"] = task.Score.Word,
            ["score-title"] = task.Score.Title,
            ["saved-text"] = $"Every epoch of {Numbers.Of(kept.Count, "network")}"
                + (kept.Count < saved ? $", the first of {Numbers.Count(saved)} that ended (more would make the file too long; all are in the run's CSV)" : "")
                + $", trained by {string.Join(" and ", kept.Select(Engine).Distinct())}. "
                + "The lab keeps epochs, not batches: it trained the first batches once more when this file was written.",
        });
    }

    /// <summary>A line of the template with its names replaced.</summary>
    public string Fill(string line)
    {
        foreach (var (name, text) in texts) line = line.Replace($"{{{{{name}}}}}", text, StringComparison.Ordinal);
        return line.TrimEnd();
    }

    private static string Engine(Trial trial) => $"the {trial.Engine ?? "lab's"} engine" + (trial.Origin is { VectorBits: > 0 and var bits } ? $" with vectors of {bits} bits" : "");

    private static string Minutes(double seconds) => Numbers.Duration(seconds < 60 ? Math.Ceiling(seconds / 10) * 10 : Math.Ceiling(seconds / 60) * 60);
}
