using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Statistics;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>The deck's claims put to the test on the published result, on studies, or on single runs.</summary>
public sealed partial class ClaimsPage : IDisposable
{
    private const string PublishedKey = "", MapHasNone = "A phase map has no claims";

    private IReadOnlyList<string> ids = [];
    private IReadOnlyList<(string Key, string Name)> sources = [];
    private IReadOnlyList<(string Id, string Name)> others = [];
    private StudyFindings? findings;
    private RunSetWatch? watch;
    private string chosen = PublishedKey, source = "";
    private string? missing, failure;
    private (string?, string?)? opened;
    private bool launching;

    [Inject] private RunService Service { get; set; } = null!;
    [Inject] private LabActions Lab { get; set; } = null!;
    [Inject] private FindingsService Findings { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;

    /// <summary>Ids of studies with equal settings, joined by commas: their seeds are taken together.</summary>
    [SupplyParameterFromQuery(Name = "study")] private string? StudyIds { get; set; }

    /// <summary>Ids of runs that differ in nothing but their seeds, joined by commas.</summary>
    [SupplyParameterFromQuery(Name = "run")] private string? RunIds { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (opened == (StudyIds, RunIds)) return;
        opened = (StudyIds, RunIds);
        watch?.Dispose();
        (watch, findings, missing, failure, launching, others) = (null, null, null, null, false, []);
        ids = (StudyIds ?? RunIds)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray() ?? [];
        // The rows of a phase map are different networks: no claim is about all of them.
        Study[] studies = [.. Service.Studies().Where(s => s.MapSetting is null)];
        if (ids.Count == 0) ShowPublished();
        else if (StudyIds is not null) ShowStudies(studies);
        else ShowRuns();
        // The source in use comes first among the studies, so that the toggle always holds it.
        sources = [(PublishedKey, "Published"), .. RunIds is not null && StudyIds is null && missing is null && ids.Count > 0 ? new[] { (chosen, Service.Find(ids[0])!.Name) } : [], .. studies.Select(s => (s.Id, s.Name))];
        if (IsLive) Follow();
    }

    private void ShowPublished()
    {
        (chosen, source, findings) = (PublishedKey, "published result, notebook protocol, 16 conditions, one seed", StudyFindings.PublishedResult);
    }

    private void ShowStudies(IReadOnlyList<Study> studies)
    {
        chosen = ids[0];
        var found = ids.Select(Service.FindStudy).ToArray();
        if (found.Any(f => f is null or { Runs.Count: 0 }))
        {
            missing = "There is no such study";
            return;
        }
        if (found.Any(f => f!.Value.Study.MapSetting is not null))
        {
            missing = MapHasNone;
            return;
        }
        var first = found[0]!.Value;
        Watch([.. found.SelectMany(f => f!.Value.Runs)], string.Join(" with ", found.Select(f => $"“{f!.Value.Study.Name}”")));
        others = [.. studies.Where(s => s.Id != chosen && Service.FindStudy(s.Id) is { Runs: [var run, ..] } && run.Spec.SameStudy(first.Runs[0].Spec)).Select(s => (s.Id, s.Name))];
    }

    private void ShowRuns()
    {
        chosen = ids[0];
        var found = ids.Select(Service.Find).ToArray();
        if (found.Any(r => r is null)) missing = "There is no such run";
        else if (found.Any(r => r!.Spec.Brought is not null)) missing = "What was brought in has no claims: how it was trained is not known";
        else Watch(found!, $"“{found[0]!.Name}”" + (found.Length > 1 ? $" and {Numbers.Of(found.Length - 1, "run")} with other seeds" : ""));
    }

    private void Watch(IReadOnlyList<Run> runs, string name)
    {
        source = $"{name}, {runs[0].Spec.Protocol.ToString().ToLowerInvariant()} protocol, {Numbers.Of(runs.Select(r => r.Spec.Panel).Distinct().Count(), "condition")}, {Numbers.Of(Seeds(runs).Count, "seed")}";
        watch = new(Service, Findings, runs);
        findings = watch.Findings;
    }

    private static HashSet<long> Seeds(IEnumerable<Run> runs) => [.. runs.SelectMany(r => r.Spec.Seeds)];

    /// <inheritdoc />
    protected override void OnLive() => Follow();

    private void Follow()
    {
        if (watch is not { } followed) return;
        Background(() => followed.FollowAsync(() =>
        {
            if (followed != watch) return;
            findings = followed.Findings ?? findings;
            StateHasChanged();
        }));
    }

    private void Open(string key) => Navigation.NavigateTo(key == PublishedKey ? "claims" : Service.FindStudy(key) is null ? $"claims?run={key}" : $"claims?study={key}");

    private void Together(string id, bool on) => Navigation.NavigateTo($"claims?study={string.Join(',', on ? ids.Append(id) : ids.Where(i => i != id))}");

    private static string Needs(TestedClaim claim) => claim switch
    {
        { MoreSeeds: > 0 and var n } => $"Not settled: needs about {Numbers.Of(n, "more seed")}.",
        _ when claim.Basis.Effects.Any(e => e.Interval.Count < Interval.Fewest) => $"An interval takes {Interval.Fewest} seeds: run more.",
        _ when claim.Basis.Effects.Any(e => e.Interval.Basis == IntervalBasis.TwoGroups) => "The seeds fall into two groups far apart: no mean stands for them.",
        { MoreSeeds: 0 } => "The effects disagree; more seeds need not settle it.",
        _ => "The effect is so small that no number of seeds in reach would settle it.",
    };

    /// <summary>Seeds to offer for a claim; null where they would not help.</summary>
    private static int? Offer(TestedClaim claim) => claim.MoreSeeds switch
    {
        > 0 and var n => Math.Min(n, (int)RunLimits.Seeds.Max),
        null when claim.Basis.Effects.Any(e => e.Interval.Count < Interval.Fewest) => Interval.Fewest,
        _ => null,
    };

    private double Seconds(int seeds) => watch is { } w
        ? w.Runs.DistinctBy(r => r.Spec.Panel).Sum(r => Service.EstimateSeconds(r.Spec with { Seeds = [.. Enumerable.Range(1, seeds).Select(s => (long)s)] })) : 0;

    /// <summary>Launches seeds nobody has run with these settings, beside what is there: what a run trains never changes.</summary>
    private void Run(int count)
    {
        (launching, failure) = (true, null);
        try
        {
            var known = Seeds(watch!.Runs.Concat(others.SelectMany(o => Service.FindStudy(o.Id)?.Runs ?? [])));
            long[] seeds = [.. Enumerable.Range(1, count).Select(s => known.Max() + s)];
            var added = StudyIds is not null ? Lab.LaunchMore(ids[0], seeds).Id : LaunchRun(seeds);
            Navigation.NavigateTo($"claims?{(StudyIds is not null ? "study" : "run")}={string.Join(',', ids.Append(added))}");
        }
        catch (Exception e) when (e is QueueFullException or StorageUnavailableException or KeyNotFoundException or NotAllowedException)
        {
            (failure, launching) = (e.Message, false);
        }
    }

    private string LaunchRun(long[] seeds)
    {
        var run = watch!.Runs[0];
        return Lab.Launch(run.Spec with { Seeds = seeds }, $"{run.Name}, {(seeds.Length == 1 ? $"seed {seeds[0]}" : $"seeds {seeds[0]}–{seeds[^1]}")}", run.Tags).Id;
    }

    /// <inheritdoc />
    public void Dispose() => watch?.Dispose();
}
