using Dashboard.Engine.Tasks;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Components.Launch;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>Launches a run: a panel of the deck, or anything the engine can train.</summary>
public sealed partial class NewRun
{
    private static readonly (EngineChoice, string)[] Engines = [(EngineChoice.Auto, "Automatic"), (EngineChoice.Fused, "Fused"), (EngineChoice.Torch, "Torch")];
    private static readonly (RecurrentInit, string)[] Inits = [(RecurrentInit.Uniform, "Uniform"), (RecurrentInit.Orthogonal, "Orthogonal")];
    private static readonly (string, string)[] SeedCounts = [("1", "1"), ("1–5", "5"), ("1–20", "20")];
    private static readonly string[] MoreFields = ["engine", "recurrentInit", "forgetBias", "inputGateBias", "clipNorm", "low", "high", "trialTimeLimit", "testLengths", "tags", "freshData"];

    private const string DraftKind = "new", MoreShown = "more";

    private readonly RunForm form = new();
    private IReadOnlyDictionary<string, string[]> errors = new Dictionary<string, string[]>();
    private RunSpec? spec;
    private Run? source;
    private string? applied, failure;
    private string sum = "", after = "", deckSum = "";
    private Dictionary<string, string>? undo;
    private bool more, named, launching, edited, touched, brought;

    [Inject] private RunService Service { get; set; } = null!;
    [Inject] private LabActions Lab { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;

    private IReadOnlyList<(string, string)> Noises => Presets.Noises.Select(Numbers.Plain).Append(form["noise"]).Distinct().Select(n => (n, n)).ToArray();

    private IReadOnlyList<(Protocol, string)> Protocols => [.. form.Task.Protocols.Select(p => (p, p.ToString()))];

    private string? LengthsHelp => errors.ContainsKey("lengths") || spec is null ? null : Numbers.Of(spec.Lengths.Count, "length");

    private string? SeedsHelp => errors.ContainsKey("seeds") || spec is null ? null : Numbers.Of(spec.Seeds.Count, "seed");

    private void SetSolved(ChangeEventArgs change)
    {
        form["solvedUnder"] = change.Value as string ?? "";
        Edited();
    }

    private string Solved => form.SolvedUnder is { } threshold ? $"?solved={QueryWords.Of(threshold)}" : "";

    private bool MoreHasErrors => errors.Keys.Any(MoreFields.Contains);

    private bool ShowMore => more || MoreHasErrors;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // What was typed while it was read is newer.
        if (firstRender && await Browser.ReadDraftAsync(Draft) is { } fields && !touched)
        {
            form.Take(fields);
            (named, more, brought) = (form["name"] != AutomaticName, fields.ContainsKey(MoreShown), true);
            Check();
            StateHasChanged();
        }
        if (!edited) return;
        edited = false;
        var texts = form.ToTexts();
        if (ShowMore) texts[MoreShown] = "";
        await Browser.KeepDraftAsync(Draft, texts);
    }

    /// <summary>The browser's name for this form: another address is another form.</summary>
    private string Draft => $"{DraftKind}|{applied}";

    // Where something cannot be read yet, the task's own name will do.
    private string AutomaticName => form.Task.DrawsIntegers ? form.Panel?.Name ?? "" : form.Check().Spec?.Title ?? form.Task.Name;

    private void NameChanged()
    {
        named = form["name"].Length > 0 && form["name"] != AutomaticName;
        Edited();
    }

    private void Edited()
    {
        edited = touched = true;
        Check();
    }

    private void Choose(Panel panel) => Set(() => form.Take(panel));

    // Another task is another form; what was typed into this one can be had back.
    private void ChooseTask(SequenceKind kind)
    {
        if (kind == form.Sequence) return;
        var (before, changed) = (form.ToTexts(), IsChanged);
        Set(() => form.Take(LabTasks.Of(kind)));
        undo = changed ? before : null;
    }

    private void ChooseProtocol(Protocol protocol) => Set(() => Take(protocol));

    // The paper's settings are others than the lab's; the deck's two protocols differ in their data alone.
    private void Take(Protocol protocol)
    {
        if (form.Task.DrawsIntegers) form.Protocol = protocol;
        else form.Take(form.Task, protocol);
        // What a paper sets besides is not to be overlooked.
        more |= form["forgetBias"].Length > 0;
    }

    private bool IsChanged
    {
        get
        {
            var standard = new RunForm();
            standard.Take(form.Task, form.Protocol);
            return form.ToTexts().Any(t => t.Key is not ("name" or "noise" or "standardize") && standard.ToTexts().GetValueOrDefault(t.Key, "") != t.Value);
        }
    }

    private void Undo()
    {
        var texts = undo!;
        Set(() => form.Take(texts));
        named = form["name"] != AutomaticName;
        undo = null;
    }

    private void Toggle(ModelKind model)
    {
        if (!form.Models.Remove(model)) form.Models.Add(model);
        Edited();
    }

    private Panel? Condition => form.Task.DrawsIntegers ? form.Panel : null;

    private void Check()
    {
        failure = null;
        (spec, errors) = form.Check();
        (sum, after) = spec is null ? ("", "") : (
            spec.Seeds.Count == 1 ? Numbers.Of(spec.TrialCount, "trial")
                : $"{Numbers.Of(spec.TrialCount / spec.Seeds.Count, "trial")} × {Numbers.Of(spec.Seeds.Count, "seed")} = {Numbers.Count(spec.TrialCount)}",
            $", {Numbers.About(Service.EstimateSeconds(spec))} on this machine{TurnWords.Ahead(Lab.Who.Key, Service.Turns)}");
        // Models, seeds and engine count for the deck too; a network that only a panel can have does not.
        deckSum = spec is null || !spec.Task.DrawsIntegers ? "" : $"16 panels × {Numbers.Of(Deck(Presets.Panels[0], spec).TrialCount, "trial")}, {Numbers.About(Presets.Panels.Sum(p => Service.EstimateSeconds(Deck(p, spec))))}";
    }

    private static RunSpec Deck(Panel panel, RunSpec spec) => Presets.Run(panel, spec.Protocol, spec.Seeds) with { Engine = spec.Engine, Models = spec.Models };

    private Task Reset()
    {
        (source, named, more) = (null, false, false);
        form.Take(new RunForm().Check().Spec!);
        form["tags"] = "";
        From = null;
        Set(() => form["name"] = "");
        (edited, brought, undo) = (false, false, null);
        return Browser.DropDraftAsync(DraftKind);
    }

    private Task Start() => Launch(() => $"runs/{Lab.Launch(spec!, RunText.Name(form["name"], new()), RunText.Tags(form.Tags, new())).Id}{Solved}");

    private Task LaunchDeck() => Launch(() => $"studies/{Lab.LaunchDeck(spec!.Protocol, spec.Seeds, engine: spec.Engine, models: spec.Models).Id}{Solved}");

    private async Task Launch(Func<string> launch)
    {
        Check();
        if (spec is null) return;
        launching = true;
        try
        {
            Navigation.NavigateTo(launch());
            await Browser.DropDraftAsync(DraftKind);
        }
        catch (Exception e) when (e is QueueFullException or StorageUnavailableException or NotAllowedException)
        {
            (failure, launching) = (e.Message, false);
        }
    }
}
