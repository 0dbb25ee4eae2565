using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Addresses;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>The newest run, live; on a first visit the published result and a button that reproduces it.</summary>
public sealed partial class Home : IDisposable
{
    private readonly CancellationTokenSource left = new();
    private IReadOnlyList<Run> runs = [];
    private IReadOnlyList<RunData> data = [];
    private IReadOnlyList<ReferencePoint> published = [];
    private IReadOnlyList<MemoryLine> memory = [];
    private Dictionary<Panel, Run> deck = [];
    private LengthView view = new();
    private FieldErrors? unread;
    private RunWatch? watch;
    private Panel panel = Presets.Panels[0];
    private int total;
    private double estimate;
    private bool launching;
    private string? error;

    [Inject] private RunService Service { get; set; } = null!;
    [Inject] private LabActions Lab { get; set; } = null!;
    [Inject] private MemoryLines Memory { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private RunSpec Spec => Presets.Run(panel, Protocol.Notebook, [1]);

    /// <summary>What the chart of scores shows, as the address says it.</summary>
    [SupplyParameterFromQuery(Name = "centre")] public string? Asked { get; set; }

    /// <summary>Solved below this, as the address says it.</summary>
    [SupplyParameterFromQuery(Name = "solved")] public string? Threshold { get; set; }

    /// <inheritdoc />
    protected override void OnInitialized() => Load();

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var address = new AddressFields(new Uri(Navigation.Uri).Query);
        view = LengthView.Parse(address, new(), watch?.Run.Spec.Task.Score.Solved);
        unread = address.Errors;
    }

    private void Look(ScoreView score) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(view.With(score, data).Query(new()).ToDictionary(p => p.Key, p => (object?)p.Value)), replace: true);

    /// <inheritdoc />
    protected override void OnLive()
    {
        Follow();
        Background(FollowListAsync);
    }

    private void Load()
    {
        var page = Service.List(new() { Take = 200 });
        (runs, total) = (page.Items, page.Total);
        // The rows of a phase map are no panels of the deck, and a cell's seeds are no run to begin with.
        var maps = Service.Studies().Where(s => s.MapSetting is not null).Select(s => s.Id).ToHashSet();
        Run[] own = [.. runs.Where(r => r.StudyId is null || !maps.Contains(r.StudyId))];
        deck = own.Where(r => r.Summary.Any(s => s.Mad.Any(m => m is not null)) && Reference.PanelOf(r.Spec) is not null)
            .GroupBy(r => Reference.PanelOf(r.Spec)!.Value).ToDictionary(g => g.Key, g => g.First());
        // What trains now is more worth seeing than what waits behind it.
        var hero = own.FirstOrDefault(r => r.Status == RunStatus.Running) ?? own.FirstOrDefault(r => r.TrialsDone > 0) ?? own.FirstOrDefault() ?? runs.FirstOrDefault();
        if (hero?.Id != watch?.Run.Id || hero is null)
        {
            watch?.Dispose();
            watch = hero is null ? null : RunWatch.Open(Service, hero.Id);
            SetReference();
            Take();
            if (IsLive) Follow();
        }
    }

    private void SetReference()
    {
        var spec = watch?.Run.Spec ?? Spec;
        published = Reference.Published(spec);
        if (watch is null) estimate = Service.EstimateSeconds(spec);
        var lines = Memory.Of(spec);
        memory = lines.IsCompletedSuccessfully ? lines.Result : [];
        if (!lines.IsCompleted) Background(() => ShowAsync(lines, spec));
    }

    private async Task ShowAsync(Task<IReadOnlyList<MemoryLine>> lines, RunSpec spec)
    {
        var ready = await lines;
        if (!(watch?.Run.Spec ?? Spec).Equals(spec)) return;
        memory = ready;
        StateHasChanged();
    }

    private void Take() => data = watch is { } w ? [new(w.Run.Id, w.Run.Name, w.Run.Spec, w.Trials)] : [];

    private void Follow()
    {
        if (watch is not { } followed) return;
        Background(() => followed.FollowAsync(() =>
        {
            if (followed != watch) return;
            Take();
            StateHasChanged();
        }));
    }

    private async Task FollowListAsync()
    {
        using var subscription = Service.SubscribeAll();
        try
        {
            await foreach (var _ in subscription.ReadAllAsync(left.Token))
            {
                Load();
                StateHasChanged();
                await Task.Delay(1000, left.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private void Show(Panel chosen)
    {
        panel = chosen;
        SetReference();
    }

    private void OpenPanel(Panel chosen) => Navigation.NavigateTo(deck.TryGetValue(chosen, out var run)
        ? $"runs/{run.Id}"
        : FormattableString.Invariant($"new?protocol=notebook&sequence={chosen.Sequence.ToString().ToLowerInvariant()}&noise={chosen.Noise}&standardize={(chosen.Standardize ? "true" : "false")}"));

    private void OpenPoint(ChosenPoint point) => Navigation.NavigateTo($"runs/{point.RunKey}?point={point.Model.Tone()}-{point.Length}");

    private void Reproduce()
    {
        launching = true;
        try
        {
            Navigation.NavigateTo($"runs/{Lab.Launch(Spec, panel.Name).Id}");
        }
        catch (Exception e) when (e is QueueFullException or StorageUnavailableException or NotAllowedException)
        {
            (error, launching) = (e.Message, false);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        left.Cancel();
        left.Dispose();
        watch?.Dispose();
    }
}
