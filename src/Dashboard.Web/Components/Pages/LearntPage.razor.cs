using System.Globalization;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Charts;
using Dashboard.Web.Inside;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>All seeds of one length over epochs: what is learnt first, when, and whether it lasts. The address holds the view.</summary>
public sealed partial class LearntPage
{
    private Run? run;
    private IReadOnlyList<Trial> trials = [];
    private IReadOnlyList<Baseline>? baselines;
    private LearntView view = new(0, 0, false);
    private bool interactive;
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
    [SupplyParameterFromQuery(Name = LearntView.AllName)] public string? AllText { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (run?.Id != Id) run = Service.Find(Id);
        if (run is not { } r)
        {
            Navigation.NotFound();
            return;
        }
        if (r.Spec.Brought is not null) return;
        view = LearntView.Read(r.Spec, LengthText, SeedText, AllText);
        trials = Service.Trials(r.Id);
        Show();
        if (interactive) Begin();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || run is null or { Spec.Brought: not null }) return;
        interactive = true;
        Begin();
        await Browser.OpenLearntAsync(root);
    }

    private void Show() => baselines = run!.Spec.Task.KnownBaselines(run.Spec, view.Length, run.Spec.Seeds[0], Known);

    // Baselines take tens of milliseconds, training on takes seconds: both on request, and given up when the page is left.
    private void Begin()
    {
        if (run is not { } r) return;
        var wantsTraining = view.All && Shelf.Known(r.Id, view.Length) is null;
        if (baselines is not null && !wantsTraining) return;
        leaving.Cancel();
        leaving = new();
        var (stop, at) = (leaving.Token, view.Length);
        Background(async () =>
        {
            try
            {
                await Task.Run(() => r.Spec.Task.Baselines(r.Spec, at, r.Spec.Seeds[0], Known), stop);
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

    private Task DownloadAsync() => Browser.DownloadAsync($"learnt-length-{view.Length}.csv", "text/csv",
        LearntCsv.Of(Learnt.Of(run!, trials, view.Length, view.All ? Shelf.Known(run!.Id, view.Length) : null), view.Length, view.All));

    /// <inheritdoc />
    public void Dispose()
    {
        leaving.Cancel();
        leaving.Dispose();
    }
}
