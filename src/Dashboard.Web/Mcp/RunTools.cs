using System.ComponentModel;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Api;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Live;
using ModelContextProtocol.Server;

namespace Dashboard.Web.Mcp;

/// <summary>Tasks, runs and trials.</summary>
internal sealed class RunTools(RunService runs, RunSeriesCache series)
{
    private const int MostTags = 50;
    private static readonly Limit Skip = new(0, 10_000_000), Runs = new(1, 50), Trials = new(1, 200), WithEpochs = new(1, 20);

    [McpServerTool(Name = "list_tasks", Title = "List tasks", ReadOnly = true, Idempotent = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("The tasks networks can be trained on: their rule, score, when one is solved, and what was published.")]
    public TaskList ListTasks() => new([.. LabTasks.All.Select(t => new TaskMessage(
        t.Kind, t.Name, t.Rule, t.Score.Title, t.Score.Solved.TitleAt(null), t.Protocols, $"{t.Lengths(t.Protocols[0])}",
        t.Published.Count == 0 ? $"The deck: {t.InBrief}" : string.Join(" ", t.Published.Select(p => $"{p.Source} ({p.Setup}): {p.Result}."))))]);

    [McpServerTool(Name = "list_runs", Title = "List runs", ReadOnly = true, Idempotent = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Runs, newest first, with their progress. Narrow it with the filters; read_run has a run's settings and means by length.")]
    public RunsPage ListRuns(
        [Description("In the name, notes or a tag.")] string? text = null,
        [Description("queued, running, paused, cancelling, cancelled, interrupted, failed or done; several with commas between.")] string? status = null,
        [Description("A tag.")] string? tag = null,
        [Description("A task's word, from list_tasks.")] string? sequence = null,
        [Description("true: brought in from a file; false: trained here.")] bool? brought = null,
        [Description("Runs to leave out at the start.")] int skip = 0,
        [Description("Runs at most, 1 to 50.")] int take = 20)
    {
        var address = new Query().With("q", text).With("status", status).With("tag", tag).With("sequence", sequence)
            .With("brought", brought switch { true => "true", false => "false", _ => null }).With("skip", Query.Whole("skip", skip, Skip)).With("take", Query.Whole("take", take, Runs));
        var page = Api.Runs.Listed(address.Fields(), runs);
        return new(page.Total, Math.Max(0, page.Total - skip - page.Items.Count), page.Items, [.. page.Tags.Take(MostTags)]);
    }

    [McpServerTool(Name = "read_run", Title = "Read a run", ReadOnly = true, Idempotent = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("One run: all settings, progress, mean score and gradient by length for each model, and how many seeds solve the task at each length.")]
    public RunMessage ReadRun([Description("The run's id.")] string id) => Api.Runs.Message(Query.Id(id), runs, series);

    [McpServerTool(Name = "read_trials", Title = "Read trials", ReadOnly = true, Idempotent = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Trials of a run: each network's score, best epoch, gradient means and whether it solves the task. With epochs only a few at a time.")]
    public TrialsPage ReadTrials(
        [Description("The run's id.")] string id,
        [Description("One model only: rnn, lstm, gru or other.")] string? model = null,
        [Description("One length only.")] int? length = null,
        [Description("One seed only.")] long? seed = null,
        [Description("Every epoch of each trial too; then at most 20 trials.")] bool epochs = false,
        [Description("Trials to leave out at the start.")] int skip = 0,
        [Description("Trials at most, 1 to 200; 1 to 20 with epochs.")] int take = 20)
    {
        var errors = new FieldErrors();
        var only = model is null ? (ModelKind?)null : errors.Choice("model", model, RunLimits.ShownModels);
        errors.Number("skip", skip, Skip, 0);
        errors.Number("take", take, epochs ? WithEpochs : Trials, 0);
        ProblemException.ThrowIfAny(errors);
        var run = runs.Find(Query.Id(id)) ?? throw new RunNotFoundException(id);
        var matching = runs.Trials(id).Where(t => (only ?? t.Key.Model) == t.Key.Model && (length ?? t.Key.Length) == t.Key.Length && (seed ?? t.Key.Seed) == t.Key.Seed)
            .OrderBy(t => t.Key.Length).ThenBy(t => t.Key.Model).ThenBy(t => t.Key.Seed).ToArray();
        var page = matching.Skip(skip).Take(take).Select(t => TrialMessage.From(t, run.Spec)).Select(t => epochs ? t : t with { Epochs = [] }).ToArray();
        return new(matching.Length, Math.Max(0, matching.Length - skip - page.Length), epochs, page);
    }
}
