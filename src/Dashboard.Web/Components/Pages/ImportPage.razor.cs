using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Imports;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Dashboard.Web.Components.Pages;

/// <summary>A file from elsewhere: how it is read, and then a run of its own kind.</summary>
public sealed partial class ImportPage
{
    private const int Megabytes = RunLimits.BroughtBytes / 1_000_000, MostShown = 24;

    private CsvTable? table;
    private IReadOnlyList<ImportProblem> unreadable = [];
    private ImportMapping? mapping;
    private ImportResult? result;
    private LabTask? task;
    private IReadOnlyList<RunData> preview = [];
    private readonly LengthView view = new();
    private string? fileName, failure;
    private string name = "", tags = "";

    [Inject] private LabActions Lab { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private FieldErrors Texts
    {
        get
        {
            var errors = new FieldErrors();
            RunText.Name(name, errors);
            RunText.Tags(TagText.Parse(tags), errors);
            return errors;
        }
    }

    /// <summary>The task is solved by what the file does not say.</summary>
    private bool Unjudged => task?.Score.Solved.NeedsReading == true && mapping is { } m && m.Column(ColumnRole.Wrong) < 0 && m.Column(ColumnRole.Solved) < 0;

    private string Verdict => result switch
    {
        { Problems.Count: > 0 and var few, MoreProblems: var more } => Numbers.Of(few + more, "problem"),
        { Spec: { } spec } => Numbers.Of(spec.TrialCount, "trial"),
        _ => "Choose the task",
    };

    private static string Sum(RunSpec spec) => $"{Numbers.Of(spec.Lengths.Count, "length")} × {Numbers.Of(spec.Models.Count, "model")} × {Numbers.Of(spec.Seeds.Count, "seed")}"
        + (spec.Brought!.Missing.Count > 0 ? $", {Numbers.Of(spec.Brought.Missing.Count, "trial")} not in the file" : "");

    private async Task TakeAsync(InputFileChangeEventArgs chosen)
    {
        (table, mapping, result, failure, unreadable) = (null, null, null, null, []);
        fileName = chosen.File.Name;
        if (chosen.File.Size > RunLimits.BroughtBytes)
        {
            unreadable = [new(null, null, $"The file has {chosen.File.Size:N0} bytes; at most {RunLimits.BroughtBytes:N0} can be brought in.")];
            return;
        }
        try
        {
            using var buffer = new MemoryStream();
            await using var stream = chosen.File.OpenReadStream(RunLimits.BroughtBytes);
            await stream.CopyToAsync(buffer);
            (table, unreadable) = CsvTable.Read(buffer.ToArray());
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            unreadable = [new(null, null, "The browser did not send it all. Choose it again.")];
        }
        if (table is null) return;
        mapping = ImportMapping.Guess(table);
        Work();
    }

    private void Set(int column, object? role)
    {
        if (!Enum.TryParse<ColumnRole>(role as string, out var chosen)) return;
        mapping = mapping!.With(column, chosen, table!);
        Work();
    }

    private void SetModel(string model, object? kind)
    {
        mapping = mapping!.With(model, Enum.TryParse<ModelKind>(kind as string, out var chosen) ? chosen : null);
        Work();
    }

    private void ChooseTask(ChangeEventArgs change)
    {
        task = Enum.TryParse<SequenceKind>(change.Value as string, out var kind) ? LabTasks.Of(kind) : null;
        Work();
    }

    // Without a task nothing is known of the score, but what is wrong with the file is.
    private void Work()
    {
        if (table is null || mapping is null) return;
        var read = ImportReader.Read(table, mapping, task ?? LabTasks.All[0], fileName!);
        result = task is null ? read with { Spec = null } : read;
        preview = result.Spec is { } spec ? [new("import", fileName!, spec, result.Trials)] : [];
    }

    private void Save()
    {
        if (result?.Spec is not { } spec || Texts.Any) return;
        try
        {
            Navigation.NavigateTo($"runs/{Lab.Bring(spec, result.Trials, name, RunText.Tags(TagText.Parse(tags), new())).Id}");
        }
        catch (Exception e) when (e is StorageUnavailableException or NotAllowedException)
        {
            failure = e.Message;
        }
    }

    private static string Short(string text) => text.Length <= MostShown ? text : text[..MostShown] + "…";
}
