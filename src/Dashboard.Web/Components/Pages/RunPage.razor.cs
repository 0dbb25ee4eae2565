using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Addresses;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Components.RunDetail;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.Inside;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Web.Components.Pages;

/// <summary>One run, live: its charts, its trials, its configuration. The address holds the whole view.</summary>
public sealed partial class RunPage : IDisposable
{
    private static readonly IReadOnlyList<(bool, string)> Scales = [(true, "Log"), (false, "Linear")];

    private RunView view = new();
    private LengthView chartView = new();
    private IReadOnlyList<RunData> data = [];
    private IReadOnlyList<ReferencePoint> published = [];
    private IReadOnlyList<MemoryLine> memory = [];
    private IReadOnlyList<ChartSeries> past = [];
    private (string Run, int Finished)? pastOf;
    private RunWatch? watch;
    private Trial? chosen;
    private FieldErrors? unread;
    private string? failure;
    private SpokenProgress spoken = new(0, 0);
    private int training, finished = -1;

    [Inject] private RunService Service { get; set; } = null!;
    [Inject] private LabActions Lab { get; set; } = null!;
    [Inject] private MemoryLines Memory { get; set; } = null!;
    [Inject] private PastStop PastStops { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;

    /// <summary>The run's id.</summary>
    [Parameter] public required string Id { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (watch?.Run.Id != Id)
        {
            watch?.Dispose();
            watch = RunWatch.Open(Service, Id);
            if (watch is null)
            {
                Navigation.NotFound();
                return;
            }
            published = Reference.Published(watch.Run.Spec);
            (memory, past, pastOf) = ([], [], null);
            (finished, failure, spoken) = (-1, null, new(watch.Run.TrialsDone, watch.Run.TrialsTotal));
            if (IsLive) Follow();
        }
        ReadAddress();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (watch is not { } asked) return;
        var lines = await Memory.Of(asked.Run.Spec);
        if (asked == watch) memory = lines;
    }

    private void ReadAddress()
    {
        var address = new AddressFields(new Uri(Navigation.Uri).Query);
        view = RunView.Parse(address, watch?.Run.Spec.Task.Score.Solved);
        unread = address.Errors;
        Take();
    }

    // A change of the query alone sets no parameters.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (!new Uri(e.Location).AbsolutePath.EndsWith(Id, StringComparison.Ordinal)) return;
        Background(() =>
        {
            ReadAddress();
            StateHasChanged();
        });
    }

    /// <inheritdoc />
    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    /// <inheritdoc />
    protected override void OnLive()
    {
        Follow();
        LookPastStop();
    }

    private void Follow()
    {
        if (watch is not { } followed) return;
        Background(() => followed.FollowAsync(() =>
        {
            if (followed != watch) return;
            Take();
            spoken.Tell(followed.Run.TrialsDone, followed.Run.TrialsTotal, RunWords.End(followed.Run));
            StateHasChanged();
        }));
    }

    /// <summary>Takes over the watched run's news: what the charts need only when a trial has ended.</summary>
    private void Take()
    {
        if (watch is not { } w) return;
        training = w.Trials.Count(t => t.Status == TrialStatus.Running);
        var ended = w.Trials.Count(t => t.IsFinished);
        if (ended != finished) data = [new(w.Run.Id, w.Run.Name, w.Run.Spec, w.Trials) { PastStop = past }];
        finished = ended;
        chosen = view.Point?.In(w.Trials);
        chartView = view.Charts with { Chosen = chosen is { } c ? new ChosenPoint(w.Run.Id, c.Key.Model, c.Key.Length) : null };
        if (IsLive) LookPastStop();
    }

    /// <summary>Looks once for what is known of an ended run without early stopping, when the share solved is shown.</summary>
    private void LookPastStop()
    {
        if (watch is not { Run.IsEnded: true } w || view.Charts.Shown(data) != ScoreView.Solved || pastOf == (w.Run.Id, finished)) return;
        pastOf = (w.Run.Id, finished);
        Background(async () =>
        {
            try
            {
                var found = await Task.Run(() => PastStops.Of(w.Run, w.Trials));
                if (w != watch || found.Count == 0) return;
                past = found;
                data = [data[0] with { PastStop = past }];
                StateHasChanged();
            }
            catch (StorageUnavailableException)
            {
                // The page goes on without it, and says elsewhere what the store has.
            }
        });
    }

    // Trials that were stopped might have gone on to solve it, and nobody has looked.
    private bool MayGoOn(Run run) => run.IsEnded && past.Count == 0 && pastOf is not null && view.Charts.Shown(data) == ScoreView.Solved
        && watch!.Trials.Any(t => t.Result is { StoppedEarly: true });

    private Task ChooseAsync(ChosenPoint point)
    {
        Go(view with { Point = new(point.Model, point.Length, null) });
        return Task.CompletedTask;
    }

    // Every drag of the zoom would be a step back of its own.
    private Task ZoomAsync(ChartRange? zoom)
    {
        Go(view with { Charts = view.Charts with { Zoom = zoom } }, replace: true);
        return Task.CompletedTask;
    }

    private string Address(RunView to) => Navigation.GetUriWithQueryParameters(to.Query());

    private void Go(RunView to, bool replace = false) => Navigation.NavigateTo(Address(to), replace: replace);

    private void KeyAsync(KeyboardEventArgs key)
    {
        if (key.Key == "Escape" && view.Point is not null) Go(view with { Point = null });
    }

    private void Steer(Func<string, Run> move)
    {
        failure = null;
        try
        {
            watch?.Set(move(Id));
        }
        catch (Exception e) when (e is IllegalMoveException or StorageUnavailableException or RunNotFoundException or QueueFullException or NotAllowedException)
        {
            failure = e.Message;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        watch?.Dispose();
    }
}
