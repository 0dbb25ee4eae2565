using System.Globalization;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Published;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>The sequences themselves, live as one changes what they are made of; the address holds it.</summary>
public sealed partial class DataPage : IDisposable
{
    private static readonly (Protocol, string)[] Protocols = [(Protocol.Slides, "Slides"), (Protocol.Notebook, "Notebook")];
    private static readonly (SequenceKind, string)[] Kinds = [(SequenceKind.Simple, "Simple"), (SequenceKind.Realistic, "Realistic")];
    // A slider tells of every step on its way; drawing 25,000 sequences for each would lag behind the hand.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(120);

    private CancellationTokenSource sliding = new();
    private RunSpec spec = Presets.Run(Presets.Panels[0], Protocol.Notebook, [1]);
    private int length = 6;
    private IReadOnlyList<(ModelKind, double?)> scores = [];
    private string? seedError;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "protocol")] public string? ProtocolWord { get; set; }
    [SupplyParameterFromQuery(Name = "sequence")] public string? SequenceWord { get; set; }
    [SupplyParameterFromQuery(Name = "noise")] public string? NoiseText { get; set; }
    private double? Noise => QueryText.Number<double>(NoiseText);
    [SupplyParameterFromQuery(Name = "length")] public string? LengthNumberText { get; set; }
    private int? LengthNumber => QueryText.Number<int>(LengthNumberText);
    [SupplyParameterFromQuery(Name = "seed")] public string? SeedText { get; set; }
    private long? Seed => QueryText.Number<long>(SeedText);

    private IReadOnlyList<(double, string)> Noises => [.. Presets.Noises.Append(spec.Noise).Distinct().Select(n => (n, Numbers.Plain(n)))];

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        spec = spec with
        {
            Protocol = RunLimits.Protocols.TryGet(ProtocolWord, out var protocol) ? protocol : Protocol.Notebook,
            Sequence = RunLimits.Sequences.TryGet(SequenceWord, out var sequence) ? sequence : SequenceKind.Simple,
            Noise = Noise is { } noise && RunLimits.Noise.Allows(noise) ? noise : 0,
            DataSeed = Seed is { } seed && RunLimits.Seed.Allows(seed) ? seed : 42,
        };
        length = LengthNumber is { } number && RunLimits.Length.Allows(number) ? number : 6;
        // What was published is of these very numbers, so only they stand beside it.
        var point = spec is { Protocol: Protocol.Notebook, DataSeed: 42 }
            ? PublishedResults.For(new(spec.Sequence, spec.Noise, false)).FirstOrDefault(p => p.Length == length) : null;
        scores = point is null ? [] : [(ModelKind.Rnn, point.RnnMad), (ModelKind.Lstm, point.LstmMad)];
    }

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
