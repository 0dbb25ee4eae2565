using Dashboard.Engine.Tasks;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Addresses;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Web.Components.Pages;

/// <summary>Two to ten runs over each other; the address holds the whole view, and runs that train go on doing so here.</summary>
public sealed partial class ComparePage : IDisposable
{
    private static readonly IReadOnlyList<(bool, string)> Scales = [(true, "Log"), (false, "Linear")];
    private static readonly IReadOnlyList<(Spread, string)> Bands = [(Spread.None, "No band"), (Spread.Interval, "95%"), (Spread.Deviation, "Std. dev."), (Spread.Range, "Range")];

    private readonly Dictionary<string, RunWatch> watches = [];
    private CompareView view = new();
    private IReadOnlyList<CompareEntry> entries = [];
    private IReadOnlyList<RunData> data = [];
    private IReadOnlyList<string> missing = [];
    private IReadOnlyList<Panel> offered = [];
    private IReadOnlyList<ModelKind> models = [];
    private IReadOnlyList<Run> recent = [];
    private IReadOnlyList<MemoryLine> memory = [];
    private IReadOnlyList<(RunData Published, IReadOnlyList<RunData> Runs)> distances = [];
    private RunSpec? memoryOf;
    private FieldErrors? unread;
    private string? baseline, failure;
    private bool seeds, copied;

    [Inject] private RunService Service { get; set; } = null!;
    [Inject] private RunSeriesCache Cache { get; set; } = null!;
    [Inject] private MemoryLines Memory { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private IReadOnlyList<RunSpec> Specs => [.. data.Select(r => r.Spec)];

    private TaskScore Score => TaskScore.Of(Specs);

    private IReadOnlyList<(Metric, string)> TableMetrics =>
        [(Metric.Gradient, Metric.Gradient.Name(Score)), (Metric.Mad, TaskScore.Apart(Specs) is null ? Metric.Mad.Name(Score) : "Share solved")];

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        ReadAddress();
    }

    /// <inheritdoc />
    protected override void OnLive()
    {
        Follow();
        Background(LoadMemoryAsync);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (Navigation.ToBaseRelativePath(e.Location).Split('?', '#')[0] != "compare") return;
        Background(() =>
        {
            ReadAddress();
            StateHasChanged();
        });
    }

    private void ReadAddress()
    {
        var before = view.Runs;
        var address = new AddressFields(new Uri(Navigation.Uri).Query);
        view = CompareView.Parse(address);
        unread = address.Errors;
        copied = false;
        // Another scale or band needs no run to be read again.
        if (entries.Count == 0 || !before.SequenceEqual(view.Runs)) Load();
        view = view with { Charts = view.Charts.Checked(Specs, unread) };
        Arrange();
        if (!IsLive) return;
        Follow();
        Background(LoadMemoryAsync);
    }

    private void Load()
    {
        failure = null;
        try
        {
            var comparison = Comparison.Load(view, Service, Cache);
            (entries, missing, offered) = (comparison.Entries, comparison.Missing, comparison.Offered());
            recent = entries.Count == 0 ? Service.List(new() { Take = 2 }).Items : [];
        }
        catch (StorageUnavailableException e)
        {
            failure = e.Message;
        }
        data = [.. entries.Select(e => e.Data)];
        models = [.. data.SelectMany(r => r.Spec.Models).Distinct().Order()];
        seeds = data.Any(r => r.Spec.Seeds.Count > 1);
    }

    /// <summary>What depends on runs and view alike.</summary>
    private void Arrange()
    {
        baseline = (entries.FirstOrDefault(e => e.Key == view.Baseline) ?? entries.FirstOrDefault())?.Key;
        // A published result that is the baseline is what the first table shows already.
        distances =
        [
            .. data.Where(r => r.IsPublished && r.Key != baseline).Select(p => (p, (IReadOnlyList<RunData>)[p, .. data.Where(r => !r.IsPublished && Reference.PanelOf(r.Spec) == PublishedKey.Parse(p.Key))]))
                .Where(d => d.Item2.Count > 1),
        ];
        var spec = data.FirstOrDefault(r => r.Key == baseline)?.Spec;
        if (spec is null || !spec.Equals(memoryOf)) memory = spec is not null && IsLive && Memory.Of(spec) is { IsCompletedSuccessfully: true } known ? known.Result : [];
        memoryOf = spec;
    }

    private async Task LoadMemoryAsync()
    {
        if (memoryOf is not { } spec || memory.Count > 0) return;
        var lines = await Memory.Of(spec);
        if (!spec.Equals(memoryOf)) return;
        memory = lines;
        StateHasChanged();
    }

    /// <summary>Follows the runs that are not ended, and no others.</summary>
    private void Follow()
    {
        foreach (var gone in watches.Keys.Except(entries.Select(e => e.Key)).ToArray())
        {
            watches[gone].Dispose();
            watches.Remove(gone);
        }
        foreach (var entry in entries)
        {
            if (entry.Run is not { IsEnded: false } || watches.ContainsKey(entry.Key) || RunWatch.Open(Service, entry.Key) is not { } watch) continue;
            watches.Add(entry.Key, watch);
            Background(() => watch.FollowAsync(() => Take(watch)));
        }
    }

    private void Take(RunWatch watch)
    {
        if (!watches.TryGetValue(watch.Run.Id, out var known) || known != watch) return;
        entries = [.. entries.Select(e => e.Key != watch.Run.Id ? e : new(
            // The series changes only when a trial has ended.
            e.Run?.TrialsDone == watch.Run.TrialsDone ? e.Data : e.Data with { Series = RunSeries.Of(watch.Run.Spec, watch.Trials) }, watch.Run))];
        if (!entries.Select(e => e.Data).SequenceEqual(data, ReferenceEqualityComparer.Instance)) data = [.. entries.Select(e => e.Data)];
        Arrange();
        StateHasChanged();
    }

    private void Go(CompareView to) => Navigation.NavigateTo("compare" + to.Query(), replace: to.Runs.SequenceEqual(view.Runs));

    private Task ZoomAsync(ChartRange? zoom)
    {
        Go(view with { Charts = view.Charts with { Zoom = zoom } });
        return Task.CompletedTask;
    }

    /// <summary>What is shown, for files and links: the view without the runs that are not here.</summary>
    private string Shown => missing.Aggregate(view, (v, key) => v.Without(key)).Query();

    private void Only(ModelKind model) => Go(view with { Charts = view.Charts with { Only = view.Charts.Only is null && models.Count > 1 ? model : view.Charts.Only == model ? null : model } });

    private void OpenPoint(ChosenPoint point) => Navigation.NavigateTo($"runs/{point.RunKey}?point={point.Model.Tone()}-{point.Length}");

    private async Task CopyAsync() => copied = await Browser.CopyAsync(Navigation.Uri);

    private string Subject
    {
        get
        {
            if (entries.Count < 2) return "";
            var names = Differences.Settings(data).Where(s => s.Differs && s.Name != "Trials").Select(s => s.Name.ToLowerInvariant()).ToList();
            return names.Count switch
            {
                0 => "The same configuration, run again",
                > 4 => $"{Numbers.Of(names.Count, "setting")} differ",
                _ => "They differ in " + string.Join(", ", names),
            };
        }
    }

    private string Subtitle(Metric metric)
    {
        if (metric == Metric.Mad) return view.Charts.Shown(data) == ScoreView.Solved ? "of each run's seeds" : "0 is perfect";
        var middle = seeds ? view.Charts.Centre == Centre.Mean ? "Mean of the seeds" : "Median of the seeds" : "";
        var protocols = data.Where(r => r.Spec.Brought is null).Select(r => r.Spec.Protocol).Distinct().ToList();
        return protocols.Count > 1 ? "Read by each run's own protocol" : middle;
    }

    private static string Short(string key) => key.Length > 40 ? key[..40] + "…" : key;

    /// <inheritdoc />
    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        foreach (var watch in watches.Values) watch.Dispose();
    }
}
