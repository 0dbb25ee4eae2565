using System.Globalization;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Web.Charts;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.Inside;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>All seeds of one length over epochs: what is learnt first, when, and whether it lasts. The address holds the view.</summary>
public sealed partial class LearntPage
{
    private const string AllName = "all";

    private Run? run;
    private IReadOnlyList<Trial> trials = [];
    private IReadOnlyList<int> lengths = [];
    private IReadOnlyList<Learnt> networks = [];
    private (string Title, string Text) sentence;
    private MemoryBaselines? baselines;
    private double? signWeight;
    private int length;
    private long? seed;
    private bool all, trainedOn, interactive;
    private ElementReference root;
    private (int Done, int Of)? progress;
    private string? failure;
    private CancellationTokenSource leaving = new();

    [Inject] private RunService Service { get; set; } = null!;
    [Inject] private TrainedOnShelf Shelf { get; set; } = null!;
    [Inject] private KnownBaselines Known { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;

    /// <summary>The run's id.</summary>
    [Parameter] public required string Id { get; set; }
    [SupplyParameterFromQuery(Name = "length")] public string? LengthText { get; set; }
    [SupplyParameterFromQuery(Name = "seed")] public string? SeedText { get; set; }
    [SupplyParameterFromQuery(Name = AllName)] public string? AllText { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (run?.Id != Id) run = Service.Find(Id);
        if (run is not { } r)
        {
            Navigation.NotFound();
            return;
        }
        var spec = r.Spec;
        if (!spec.Task.HasInside) return;
        lengths = [.. spec.Lengths.Order()];
        // A length or seed the run does not have is answered with the nearest it has.
        length = lengths.MinBy(l => Math.Abs(l - (QueryText.Number<double>(LengthText) ?? 12)));
        seed = QueryText.Number<double>(SeedText) is { } s && spec.Seeds.Contains((long)s) ? (long)s : spec.Seeds.Min();
        all = QueryText.Flag(AllText) == true;
        trials = Service.Trials(r.Id);
        Show();
        if (interactive) Begin();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || run is null || !run.Spec.Task.HasInside) return;
        interactive = true;
        Begin();
        await Browser.OpenLearntAsync(root);
    }

    private void Show()
    {
        var r = run!;
        var known = all ? Shelf.Known(r.Id, length) : null;
        trainedOn = known is not null;
        networks = Learnt.Of(r, trials, length, known);
        sentence = LearntSentence.Of(networks, r.Spec.Epochs, r.Spec.Patience, trainedOn);
        baselines = Known.Find(r.Spec.Data(length, r.Spec.Seeds[0]));
        signWeight = !r.Spec.HasSeries() && networks.Count > 0 ? networks[0].TrueFirst * SignShare(r.Spec) : null;
    }

    /// <summary>
    /// The share of the true weight that the sign of the first input carries: a predictor s·m·sign(x − c), with m the mean
    /// distance from the middle c, has the least-squares weight m² / variance on x: ¾ for numbers drawn evenly.
    /// </summary>
    private static double SignShare(RunSpec spec)
    {
        var n = (double)spec.High - spec.Low + 1;
        double half = (spec.High - spec.Low) / 2.0, mean = half * (half + 1) / n, variance = (n * n - 1) / 12;
        return mean * mean / variance;
    }

    // Baselines take tens of milliseconds, training on takes seconds: both on request, and given up when the page is left.
    private void Begin()
    {
        if (run is not { } r) return;
        var wantsTraining = all && Shelf.Known(r.Id, length) is null;
        if (baselines is not null && !wantsTraining) return;
        leaving.Cancel();
        leaving = new();
        var (stop, at) = (leaving.Token, length);
        Background(async () =>
        {
            try
            {
                await Task.Run(() => Known.Of(r.Spec.Data(at, r.Spec.Seeds[0])), stop);
                if (wantsTraining)
                {
                    (progress, failure) = ((0, trials.Count(t => t.Key.Length == at)), null);
                    StateHasChanged();
                    await Shelf.GetAsync(r, trials, at, (done, of) => Background(() => { progress = (done, of); StateHasChanged(); }), stop);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (InvalidOperationException e)
            {
                failure = e.Message;
            }
            progress = null;
            Show();
            StateHasChanged();
        });
    }

    private void Go(string name, object? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null), replace: true);

    private Task DownloadAsync() => Browser.DownloadAsync($"learnt-length-{length}.csv", "text/csv", LearntCsv.Of(networks, length, all));

    private string Missing(Run r) => trials.Any(t => t.Key.Length == length && t.IsFinished)
        ? $"These trials were trained before the weights of inputs were kept. Choose All {Numbers.Of(r.Spec.Epochs, "epoch")} to train them again."
        : "No trial of this length has finished yet.";

    /// <inheritdoc />
    public void Dispose()
    {
        leaving.Cancel();
        leaving.Dispose();
    }
}
