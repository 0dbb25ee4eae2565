using System.Globalization;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Published;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;
using Dashboard.Web.Addresses;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>The sequences themselves, live as one changes what they are made of; the address holds it.</summary>
public sealed partial class DataPage : IDisposable
{
    private static readonly (SequenceKind, string)[] Kinds = [.. LabTasks.All.Select(t => (t.Kind, t.Name))];
    // A slider tells of every step on its way; drawing 25,000 sequences for each would lag behind the hand.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(120);

    private CancellationTokenSource sliding = new();
    private RunSpec spec = Presets.Run(Presets.Panels[0], Protocol.Notebook, [1]);
    private int length = 6;
    private IReadOnlyList<(ModelKind, double?)> scores = [];
    private string? seedError;
    private FieldErrors? unread;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "protocol")] public string? ProtocolWord { get; set; }
    [SupplyParameterFromQuery(Name = "sequence")] public string? SequenceWord { get; set; }
    [SupplyParameterFromQuery(Name = "variant")] public string? VariantWord { get; set; }
    [SupplyParameterFromQuery(Name = "noise")] public string? NoiseText { get; set; }
    [SupplyParameterFromQuery(Name = "length")] public string? LengthNumberText { get; set; }
    [SupplyParameterFromQuery(Name = "seed")] public string? SeedText { get; set; }

    private IReadOnlyList<(double, string)> Noises => [.. Presets.Noises.Append(spec.Noise).Distinct().Select(n => (n, Numbers.Plain(n)))];

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var address = new AddressFields(new Uri(Navigation.Uri).Query);
        var task = LabTasks.Of(address.Choice("sequence", RunLimits.Sequences) ?? Presets.Panels[0].Sequence);
        var protocol = address.Choice("protocol", RunLimits.Protocols) ?? Protocol.Notebook;
        if (!task.Protocols.Contains(protocol)) protocol = task.Protocols[0];
        spec = task.Preset(protocol) with
        {
            Noise = address.Number("noise", RunLimits.Noise) is { } noise && task.DrawsIntegers ? noise : 0,
            DataSeed = address.Whole("seed", RunLimits.Seed) ?? 42,
        };
        if (address.Text("variant", 20) is { } word)
        {
            if (task.Variants?.All.FirstOrDefault(v => v.Word == word) is { } variant) spec = spec with { Variant = variant.Word };
            else address.Errors.Add("variant", task.Variants is { } all ? $"Must be {string.Join(" or ", all.All.Select(v => v.Word))}." : $"The task {task.Name} has none.");
        }
        var usual = task.DrawsIntegers ? 6 : spec.Lengths[spec.Lengths.Count / 2];
        length = (int)(address.Whole("length", Lengths) ?? usual);
        unread = address.Errors;
        // What was published is of these very numbers, so only they stand beside it.
        var point = spec is { Protocol: Protocol.Notebook, DataSeed: 42 }
            ? PublishedResults.For(new(spec.Sequence, spec.Noise, false)).FirstOrDefault(p => p.Length == length) : null;
        scores = point is null ? [] : [.. Presets.Models.Select(m => (m, (double?)point.Models[m].Mad))];
    }

    private Limit Lengths => spec.Task.Lengths(spec.Protocol);

    // What belongs to one task means nothing to another.
    private void GoTask(SequenceKind kind) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["sequence"] = Choices<SequenceKind>.Word(kind), ["protocol"] = null, ["variant"] = null, ["noise"] = null, ["length"] = null,
    }), replace: true);

    private void Go(string name, object? value) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, Convert.ToString(value, CultureInfo.InvariantCulture)), replace: true);

    private async Task SlideAsync(ChangeEventArgs change)
    {
        if (!int.TryParse(change.Value as string, out var wanted)) return;
        sliding.Cancel();
        sliding.Dispose();
        sliding = new();
        var stop = sliding.Token;
        try
        {
            await Task.Delay(Rest, stop);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        Go("length", wanted);
    }

    private void SetSeed(ChangeEventArgs change)
    {
        var (number, problem) = NumberText.Parse(change.Value as string, whole: true);
        if (number is { } seed && seed == Math.Floor(seed) && RunLimits.Seed.Allows(seed))
        {
            seedError = null;
            Go("seed", (long)seed);
        }
        else seedError = problem ?? $"Must be a whole number, {RunLimits.Seed}.";
    }

    /// <inheritdoc />
    public void Dispose()
    {
        sliding.Cancel();
        sliding.Dispose();
    }
}
