using System.Collections.Concurrent;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks;

namespace Dashboard.Engine.Findings;

/// <summary>
/// Works findings out in the background and keeps them. A run's scores are kept by (run, finished trials), so that a live
/// study reads again only the runs that went on. However many watch a study, working its findings out takes a small share of
/// one core: while it trains they are given out again for <see cref="Fresh"/> or thirty times as long as they took. Thread-safe.
/// </summary>
public sealed class FindingsService(RunService runs, KnownBaselines baselines, TimeProvider time)
{
    /// <summary>For so long at least findings that newer trials have overtaken are given out once more.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    // A 20-seed run's scores take 26 KB.
    private const int KeptRuns = 1_000, KeptFindings = 16;

    private readonly ConcurrentDictionary<string, (int Done, PanelData Data)> scores = new();
    private readonly Lock gate = new();
    private readonly List<Kept> newestFirst = [];

    /// <summary>
    /// The findings of runs as they now are, or were a moment ago: <see cref="StudyFindings.TrialsDone"/> tells. Runs of one
    /// condition whose settings differ only in their seeds are taken together.
    /// </summary>
    /// <param name="of">The runs; those whose settings differ from the first's in more than condition and seeds are left out.</param>
    /// <exception cref="StorageUnavailableException">The trials cannot be read now.</exception>
    public Task<StudyFindings> OfAsync(IReadOnlyList<Run> of)
    {
        var (key, done) = (Key(of), of.Sum(r => r.TrialsDone));
        lock (gate)
        {
            var at = newestFirst.FindIndex(f => f.Key == key);
            var kept = at >= 0 ? newestFirst[at] : null;
            if (at >= 0) newestFirst.RemoveAt(at);
            // Nobody asks again once training has ended, so those who ask then never get findings that are being made of fewer trials.
            if (kept is null || kept.Work.IsFaulted || (kept.IsPassing && kept.Work.IsCompleted) || (kept.Done != done && (Ended(of) || (kept.Work.IsCompleted && time.GetElapsedTime(kept.Started) >= kept.Rest))))
                kept = Begin(key, done, of, kept?.Newest);
            newestFirst.Insert(0, kept);
            if (newestFirst.Count > KeptFindings) newestFirst.RemoveAt(KeptFindings);
            return kept.Work;
        }
    }

    /// <summary>The newest findings of these runs that are made, or null where there are none yet: for a picture that cannot wait.</summary>
    public StudyFindings? Known(IReadOnlyList<Run> of)
    {
        var key = Key(of);
        lock (gate) return newestFirst.Find(f => f.Key == key)?.Newest;
    }

    private Kept Begin(string key, int done, IReadOnlyList<Run> of, StudyFindings? before)
    {
        var kept = new Kept(key, done, time.GetTimestamp(), before);
        kept.Work = Task.Run(() =>
        {
            var found = Work(of, out var allFound);
            kept.IsPassing = !allFound;
            kept.Rest = TimeSpan.FromTicks(Math.Max(Fresh.Ticks, 30 * time.GetElapsedTime(kept.Started).Ticks));
            return found;
        });
        return kept;
    }

    private static bool Ended(IReadOnlyList<Run> of) => !of.Any(r => r.Status.GoesOn());

    private static string Key(IReadOnlyList<Run> of) => string.Join(' ', of.Select(r => r.Id));

    /// <param name="of">The runs.</param>
    /// <param name="allFound">False where one of them is deleted now: it may be restored.</param>
    private StudyFindings Work(IReadOnlyList<Run> of, out bool allFound)
    {
        var comparable = of.Where(r => r.Spec.SameStudy(of[0].Spec)).ToArray();
        PanelData[] scored = [.. comparable.Select(Scores)];
        allFound = scored.All(s => s.Models.Count > 0);
        var data = StudyData.Pool(scored);
        var spec = comparable.Select(r => r.Spec).FirstOrDefault();
        return new(of.Sum(r => r.TrialsDone), data,
            spec?.SameStudy(Presets.Run(Presets.Panels[0], Protocol.Notebook, [1])) == true ? [.. data.Panels.Select(PublishedCheck.Of).OfType<PublishedCheck>()] : [],
            [.. data.Panels.Select(p => Forgetting(p, SpecOf(p.Panel))).OfType<PanelForgetting>()]);

        RunSpec SpecOf(Panel panel) => comparable.First(r => r.Spec.Panel == panel).Spec;
    }

    private PanelData Scores(Run run)
    {
        if (scores.TryGetValue(run.Id, out var known) && known.Done == run.TrialsDone) return known.Data;
        if (scores.Count > KeptRuns) scores.Clear();
        var data = PanelData.From(run, runs.Trials(run.Id));
        // A run that is deleted now has no trials: that is not kept, it may be restored.
        if (data.Models.Count > 0) scores[run.Id] = (run.TrialsDone, data);
        return data;
    }

    private PanelForgetting? Forgetting(PanelData panel, RunSpec spec)
    {
        if (spec.Task.LastInputOnly(spec, baselines) is not { } lastInputOnly) return null;
        // Nothing to hold against it yet, and it takes some milliseconds a length.
        if (!panel.Models.Values.Any(m => m.Any(s => s.Complete))) return new(panel.Panel, [], new Dictionary<Training.ModelKind, ForgettingHorizon>());
        var baseline = panel.Lengths.AsParallel().AsOrdered().Select(lastInputOnly).ToArray();
        return new(panel.Panel, baseline, panel.Models
            .Where(m => m.Value.Any(s => s.Complete))
            .ToDictionary(m => m.Key, m => ForgettingHorizon.Of(panel.Lengths, m.Value, baseline)));
    }

    /// <param name="Key">The runs.</param>
    /// <param name="Done">Their finished trials when the work began.</param>
    /// <param name="Started">When it began.</param>
    /// <param name="Before">Those made before it.</param>
    private sealed record Kept(string Key, int Done, long Started, StudyFindings? Before)
    {
        public StudyFindings? Newest => Work.IsCompletedSuccessfully ? Work.Result : Before;

        /// <summary>The findings, or their making.</summary>
        public Task<StudyFindings> Work { get; set; } = null!;

        /// <summary>A run was deleted when they were made: they are made again for the next who asks.</summary>
        public bool IsPassing { get; set; }

        /// <summary>How long they may be given out while newer trials end.</summary>
        public TimeSpan Rest { get; set; } = Fresh;
    }
}
