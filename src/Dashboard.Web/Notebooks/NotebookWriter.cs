using System.Text;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Python;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;
using Dashboard.Web.Exports;

namespace Dashboard.Web.Notebooks;

/// <summary>
/// Writes the notebook that trains a run, or one of its trials, again in plain PyTorch and holds its numbers against the saved ones:
/// notebook.py with the words and constants of the run, the Python of its task and of its cells, and the saved numbers.
/// </summary>
public static class NotebookWriter
{
    private const string Mark = "#@ ";

    /// <summary>Trials that a notebook can be held against: ended with at least one epoch, by themselves.</summary>
    public static bool HasNumbers(Trial trial) => trial.Status is TrialStatus.Done or TrialStatus.Diverged && trial.Result is { Epochs.Count: > 0 };

    /// <summary>The notebook of a run's finished trials.</summary>
    /// <param name="run">The run.</param>
    /// <param name="trials">Its trials.</param>
    /// <param name="batches">Trains first batches, with which the notebook is compared step by step.</param>
    /// <returns>Null where none has ended with numbers.</returns>
    public static Notebook? Of(Run run, IReadOnlyList<Trial> trials, FirstBatches batches)
    {
        Trial[] saved = [.. trials.Where(HasNumbers)];
        return saved.Length == 0 ? null : Write(run, run.Name, ChosenTrials.Of(run.Spec, saved), saved, batches);
    }

    /// <summary>The notebook of one trial.</summary>
    /// <returns>Null where it has not ended with numbers.</returns>
    public static Notebook? Of(Run run, Trial trial, FirstBatches batches) => !HasNumbers(trial) ? null
        : Write(run, $"{run.Name}, {trial.Key.Model.Name()}, length {trial.Key.Length}, seed {trial.Key.Seed}", [trial], [trial], batches);

    private static Notebook Write(Run run, string title, IReadOnlyList<Trial> chosen, IReadOnlyList<Trial> saved, FirstBatches batches)
    {
        var tables = new SavedTables(chosen, saved, batches.Of(run.Spec, chosen));
        Cell[] cells = [.. tables.Kept.Select(t => t.Key.Model).Distinct().Order().Select(Cell.Of)];
        var words = NotebookWords.Of(run, title, chosen, tables.Kept, saved.Count, cells);
        var blocks = new Dictionary<string, Func<string>>
        {
            ["settings"] = () => string.Join('\n', NotebookSettings.Of(run.Spec, tables.Kept).Select(Line)),
            ["train"] = () => Train(chosen),
            ["task"] = () => run.Spec.Task.Python,
            ["cells"] = () => Cells(cells),
            ["saved"] = () => tables.Python,
        };
        var script = new StringBuilder();
        foreach (var line in PythonText.Read(typeof(NotebookWriter).Assembly, "notebook.py").Split('\n'))
            script.Append(line.StartsWith(Mark, StringComparison.Ordinal) ? blocks[line[Mark.Length..]]() : words.Fill(line)).Append('\n');
        // The hyphen keeps Python from importing it where its own "copy" or "random" is asked for.
        return new($"notebook-{SafeText.FileName(title)}", script.ToString());
    }

    private static string Line(PythonSetting s) => s.About.Length == 0 ? $"{s.Name} = {s.Value}" : $"{s.Name} = {s.Value}  # {s.About}";

    private static string Cells(IReadOnlyList<Cell> cells)
    {
        var colours = string.Join(", ", cells.Select(c => $"{PythonSetting.Text(c.Name)}: \"{c.Colour}\""));
        return string.Join("\n\n\n", [$"CELLS, COLORS = {{}}, {{{colours}}}", .. cells.Select(c => c.Python)]);
    }

    private static string Train(IReadOnlyList<Trial> chosen)
    {
        var text = new StringBuilder("# The networks to train: (model, length, seed).\nTRAIN = [\n");
        foreach (var (model, length, seed) in chosen.Select(t => t.Key)) text.Append($"    ({PythonSetting.Text(Choices<ModelKind>.Word(model))}, {length}, {seed}),\n");
        return text.Append("]\nTRAIN_ALL = False  # True trains every network whose numbers are in this file\n")
            .Append("STOP_AFTER = None  # or a number of epochs: 1 is enough to see whether the numbers agree").ToString();
    }
}
