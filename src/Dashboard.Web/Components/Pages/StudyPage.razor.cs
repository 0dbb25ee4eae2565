using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Runs;
using Dashboard.Web.Addresses;
using Dashboard.Web.Charts;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.Components.Studies;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>One study, live: verdicts, the 16 conditions, horizons, the published check. Without an id the newest.</summary>
public sealed partial class StudyPage : IDisposable
{
    private static readonly Choices<Metric> Metrics = new();

    private IReadOnlyList<(Study Study, StudyProgress Progress)> studies = [];
    private Study? study;
    private RunSetWatch? watch;
    private StudyLook look = new();
    private FieldErrors? unread;
    private string? failure;
    private SpokenProgress spoken = new(0, 0);
    private bool checksMad;

    [Inject] private RunService Service { get; set; } = null!;
    [Inject] private LabActions Lab { get; set; } = null!;
    [Inject] private FindingsService Findings { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private ViewerClock Clock { get; set; } = null!;

    /// <summary>The study's id; null for the newest.</summary>
    [Parameter] public string? Id { get; set; }

    // The look is read from the address whole; these make the page hear of its parts.

    /// <summary>"mad" or "gradient": only one row of each panel.</summary>
    [SupplyParameterFromQuery(Name = "panels")] private string? Panels { get; set; }

    /// <summary>"log": MAD on a log scale.</summary>
    [SupplyParameterFromQuery(Name = "mad")] private string? MadScale { get; set; }

    /// <summary>"linear": gradient mean on a linear scale.</summary>
    [SupplyParameterFromQuery(Name = "gradient")] private string? GradientScale { get; set; }

    /// <summary>What the panels show of the seeds.</summary>
    [SupplyParameterFromQuery(Name = "centre")] private string? Centre { get; set; }

    /// <summary>The threshold of what is solved.</summary>
    [SupplyParameterFromQuery(Name = "solved")] private string? Solved { get; set; }

    /// <summary>"gradient": the published check's map shows the gradient mean.</summary>
    [SupplyParameterFromQuery(Name = "check")] private string? CheckOf { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var address = new AddressFields(new Uri(Navigation.Uri).Query);
        var now = StudyLook.Parse(address);
        checksMad = address.Choice("check", Metrics) != Metric.Gradient;
        unread = address.Errors;
        if (now != look) look = now;
        if (watch is not null && study is not null && study.Id == (Id ?? study.Id)) return;

        watch?.Dispose();
        (watch, study, failure) = (null, null, null);
        studies = [.. Service.Studies().Select(s => (s, StudyProgress.Of(Service.FindStudy(s.Id)?.Runs ?? [])))];
        if ((Id ?? Service.Studies().FirstOrDefault()?.Id) is not { } id) return;
        if (Service.FindStudy(id) is not { } found)
        {
            Navigation.NotFound();
            return;
        }
        study = found.Study;
        watch = IsMap ? new(Service, null, found.Runs, growing: found.Study.Id) : new(Service, Findings, found.Runs);
        spoken = new(watch.Progress.TrialsDone, watch.Progress.TrialsTotal);
        if (IsLive) Follow();
    }

    /// <inheritdoc />
    protected override void OnLive() => Follow();

    private void Follow()
    {
        if (watch is not { } followed) return;
        Background(() => followed.FollowAsync(() =>
        {
            if (followed != watch) return;
            var now = followed.Progress;
            spoken.Tell(now.TrialsDone, now.TrialsTotal, now.TrialsDone == now.TrialsTotal ? "The study is done" : null);
            StateHasChanged();
        }));
    }

    private bool IsMap => study?.MapSetting is not null;

    private void Steer(Func<RunStatus, bool> can, Deed deed, Func<string, Run> move, IEnumerable<Run> order)
    {
        failure = null;
        var moved = new List<Run>();
        try
        {
            foreach (var run in order.Where(r => can(r.Status) && Lab.May(deed, r)))
                try
                {
                    moved.Add(move(run.Id));
                }
                catch (Exception e) when (e is IllegalMoveException or RunNotFoundException)
                {
                    // This one ended or left since the page was drawn; the others are moved all the same.
                    if (Service.Find(run.Id) is { } now) moved.Add(now);
                }
        }
        catch (Exception e) when (e is StorageUnavailableException or QueueFullException or NotAllowedException)
        {
            failure = e.Message;
        }
        watch?.Set(moved);
    }

    private static string TimeText(RunSetWatch w)
    {
        var progress = w.Progress;
        if (progress.Seconds <= 0) return w.EtaSeconds is { } all ? $"{Numbers.About(all)} in all" : "";
        return progress.RunsDone == progress.Runs ? $"Took {Numbers.Duration(progress.Seconds)}"
            : $"{Numbers.Duration(progress.Seconds)} so far{(w.EtaSeconds is { } eta ? $", {Numbers.About(eta)} left" : "")}";
    }

    private void Show(StudyLook to) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(to.Query()), replace: true);

    private void Go(string name, string? value) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, value), replace: true);

    private string Here(string anchor) => Clock.PathAndQuery + anchor;

    /// <inheritdoc />
    public void Dispose() => watch?.Dispose();
}
