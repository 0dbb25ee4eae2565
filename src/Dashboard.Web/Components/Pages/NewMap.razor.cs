using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;
using Dashboard.Web.Charts;
using Dashboard.Web.Components.Launch;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>Launches a phase map: says how many trials it makes and how long they take.</summary>
public sealed partial class NewMap
{
    private static readonly (string, string)[] SeedCounts = [("1–5", "5"), ("1–10", "10"), ("1–20", "20")];

    private static readonly (string Field, string Label, string Title)[] Data =
    [
        ("noise", "Noise", $"Standard deviation of the noise on the training outputs, {RunLimits.Noise}"),
        ("trainCount", "Training set", $"Training sequences of each length, {RunLimits.TrainCount}"),
        ("validationCount", "Validation set", $"Validation sequences of each length, {RunLimits.ValidationCount}"),
    ];

    private static readonly (string Field, string Label, string Title)[] Training =
    [
        ("hiddenSize", "Hidden size", $"Units of each recurrent layer, {RunLimits.HiddenSize}"),
        ("forgetBias", "Forget bias", $"{Cell.WithForgetBias} only: start of the forget gate's bias, {RunLimits.ForgetBias}; empty as PyTorch"),
        ("inputGateBias", "Input gate bias", $"{Cell.WithInputGateBias} only: start of the input gate's bias, {RunLimits.InputGateBias}; empty as PyTorch"),
        ("clipNorm", "Clip norm", $"Clip the gradient to this norm, {RunLimits.ClipNorm}; empty for none"),
        ("learningRate", "Learning rate", $"Adam's step size, {RunLimits.LearningRate}"),
        ("epochs", "Epochs, at most", $"Passes over the training set, {RunLimits.Epochs}"),
        ("patience", "Patience, epochs", $"Epochs without a lower validation loss before it stops, {RunLimits.Patience}"),
        ("batchSize", "Batch size", $"Sequences of a batch, {RunLimits.BatchSize}"),
    ];

    private const string Draft = "map";

    private readonly MapForm form = new();
    private IReadOnlyDictionary<string, string[]> errors = new Dictionary<string, string[]>();
    private MapSpec? spec;
    private string? failure;
    private string sum = "", after = "";
    private bool launching, edited, touched, brought;

    [Inject] private RunService Service { get; set; } = null!;
    [Inject] private LabActions Lab { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;

    private LabTask Chosen => form.Run.Task;

    private string AutomaticName => $"Length × {form.Setting.Name.ToLowerInvariant()}, {Chosen.Name.ToLowerInvariant()}";

    private string? LengthsHelp => spec is null ? null : Numbers.Of(spec.Rows[0].Lengths.Count, "length");

    private string? SeedsHelp => spec is null ? null : Numbers.Of(spec.Rows[0].Seeds.Count, "seed");

    private string? ValuesHelp => spec is null ? null : $"{Numbers.Of(spec.Rows.Count, "row")}{(form.Setting.MayBeNone ? $"; “{MapSetting.None}” leaves it out" : "")}";

    private string ValuesTitle => $"{RunLimits.MapRows} values, {form.Setting.Limit}, with commas between";

    /// <inheritdoc />
    protected override void OnInitialized() => Check();

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // What was typed while it was read is newer.
        if (firstRender && await Browser.ReadDraftAsync(Draft) is { } fields && !touched)
        {
            form.Take(fields);
            brought = true;
            Check();
            StateHasChanged();
        }
        if (!edited) return;
        edited = false;
        await Browser.KeepDraftAsync(Draft, form.ToTexts());
    }

    private void Edited()
    {
        edited = touched = true;
        Check();
    }

    private void Set(Action change)
    {
        change();
        Edited();
    }

    // The paper's settings are others than the lab's; the deck's two protocols differ in their data alone.
    private void ChooseProtocol(Protocol protocol) => Set(() =>
    {
        if (Chosen.DrawsIntegers) form.Run.Protocol = protocol;
        else form.Take(Chosen, protocol);
    });

    private void Toggle(ModelKind model)
    {
        if (!form.Run.Models.Remove(model)) form.Run.Models.Add(model);
        Edited();
    }

    private void Check()
    {
        failure = null;
        (spec, errors) = form.Check();
        (sum, after) = spec is not { Rows: [var row, ..] } ? ("", "") : (
            $"{Numbers.Of(row.Lengths.Count, "length")} × {Numbers.Of(spec.Rows.Count, "row")} × {Numbers.Of(row.Models.Count, "model")} × {Numbers.Of(row.Seeds.Count, "seed")} = {Numbers.Of(spec.TrialCount, "trial")}",
            $", {Numbers.About(spec.Rows.Sum(Service.EstimateSeconds))} on this machine{TurnWords.Ahead(Lab.Who.Key, Service.Turns)}");
    }

    private Task Reset()
    {
        var fresh = new MapForm();
        form.Take(fresh.ToTexts());
        form.Run["name"] = "";
        Check();
        (edited, brought) = (false, false);
        return Browser.DropDraftAsync(Draft);
    }

    private async Task Start()
    {
        Check();
        if (spec is null) return;
        launching = true;
        try
        {
            Navigation.NavigateTo($"studies/{Lab.LaunchMap(spec, RunText.Name(form.Run["name"], new())).Id}");
            await Browser.DropDraftAsync(Draft);
        }
        catch (Exception e) when (e is QueueFullException or StorageUnavailableException or NotAllowedException)
        {
            (failure, launching) = (e.Message, false);
        }
    }
}
