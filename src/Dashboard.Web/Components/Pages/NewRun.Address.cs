using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

// What the form takes from its address, and keeps in it.
public sealed partial class NewRun
{
    /// <summary>Id of a run to start from.</summary>
    [SupplyParameterFromQuery] public string? From { get; set; }

    /// <summary>A remedy to apply to the run it starts from (<see cref="Engine.Experiments.Remedy"/>).</summary>
    [SupplyParameterFromQuery(Name = "remedy")] public string? RemedyId { get; set; }
    [SupplyParameterFromQuery(Name = "protocol")] public string? ProtocolWord { get; set; }
    [SupplyParameterFromQuery(Name = "sequence")] public string? SequenceWord { get; set; }
    [SupplyParameterFromQuery(Name = "noise")] public string? NoiseText { get; set; }
    private double? Noise => QueryText.Number<double>(NoiseText);
    [SupplyParameterFromQuery(Name = "standardize")] public string? StandardizeText { get; set; }
    private bool? Standardize => QueryText.Flag(StandardizeText);

    /// <summary>Units instead of those of the run it starts from.</summary>
    [SupplyParameterFromQuery(Name = "hiddenSize")] public string? HiddenSizeText { get; set; }

    /// <summary>Layers instead of those of the run it starts from.</summary>
    [SupplyParameterFromQuery(Name = "layers")] public string? LayersText { get; set; }

    /// <summary>Patience instead of that of the run it starts from; as long as its epochs, it does not stop early.</summary>
    [SupplyParameterFromQuery(Name = "patience")] public string? PatienceText { get; set; }

    private string Query => FormattableString.Invariant($"{From}|{RemedyId}|{ProtocolWord}|{SequenceWord}|{Noise}|{Standardize}{(HiddenSizeText, LayersText, PatienceText) switch { (null, null, null) => "", var (units, layers, patience) => $"|{units}|{layers}|{patience}" }}");

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        // The address also changes when the form changes it; only one that came from outside fills the form.
        if (applied == Query) return;
        applied = Query;
        source = From is null ? null : Service.Find(From) is { Spec.Brought: null } trained ? trained : null;
        var remedy = Remedy.Find(RemedyId);
        var start = source is null ? null : remedy?.Apply(source.Spec) ?? source.Spec;
        if (start is not null) form.Take(start);
        if (RunLimits.Sequences.TryGet(SequenceWord, out var sequence) && sequence != form.Sequence) form.Take(LabTasks.Of(sequence));
        if (RunLimits.Protocols.TryGet(ProtocolWord, out var protocol) && protocol != form.Protocol && form.Task.Protocols.Contains(protocol)) Take(protocol);
        if (Noise is { } noise && RunLimits.Noise.Allows(noise)) form["noise"] = Numbers.Plain(noise);
        if (Standardize is { } standardize) form.Standardize = standardize;
        foreach (var (field, text, limit) in new[] { ("hiddenSize", HiddenSizeText, RunLimits.HiddenSize), ("layers", LayersText, RunLimits.Layers), ("patience", PatienceText, RunLimits.Patience) })
            if (QueryText.Number<long>(text) is { } number && limit.Allows(number)) form[field] = NumberText.Format(number);
        if (source is not null) form["tags"] = TagText.Format(source.Tags);
        form["name"] = source is null ? AutomaticName : $"{source.Name[..Math.Min(source.Name.Length, RunLimits.NameLength - 40)]}, {remedy?.Name ?? (GoesOn ? "without early stopping" : "changed")}";
        named = source is not null;
        more = form["forgetBias"].Length > 0 || start is { } s && (s.Engine != 0 || s.RecurrentInit != 0 || s.InputGateBias is not null || s.ClipNorm is not null || s.TrialTimeLimit is not null || s.TestLengths.Count > 0 || s.FreshData || s.Low != -50 || s.High != 50);
        Check();
    }

    private bool GoesOn => source is { } s && QueryText.Number<long>(PatienceText) >= s.Spec.Epochs;

    private void Set(Action change)
    {
        change();
        if (!named) form["name"] = AutomaticName;
        Edited();
        var address = Navigation.GetUriWithQueryParameters("new", new Dictionary<string, object?>
        {
            ["from"] = From,
            ["protocol"] = Choices<Protocol>.Word(form.Protocol),
            ["sequence"] = Choices<SequenceKind>.Word(form.Sequence),
            ["noise"] = Condition?.Noise,
            ["standardize"] = Condition is { Standardize: true } ? true : null,
        });
        // Remedy, units, layers and patience are in the form now, and not in the address any more.
        applied = FormattableString.Invariant($"{From}||{Choices<Protocol>.Word(form.Protocol)}|{Choices<SequenceKind>.Word(form.Sequence)}|{Condition?.Noise}|{(Condition is { Standardize: true } ? true : null)}");
        Navigation.NavigateTo(address, replace: true);
    }
}
