using Dashboard.Engine.Experiments;
using Dashboard.Engine.Inside;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Inside;

/// <summary>How far the recording somebody waits for is.</summary>
/// <param name="State">"queued" behind another recording, "training", or "none" where nobody waits.</param>
/// <param name="Epoch">Epochs trained, over all its networks in turn.</param>
/// <param name="Of">All epochs.</param>
public sealed record RecordingProgress(string State, int Epoch, int Of)
{
    /// <summary>Nobody waits.</summary>
    public static RecordingProgress None { get; } = new("none", 0, 1);
}

/// <summary>
/// Recordings of a run's networks: made when first asked for, shared by all who ask meanwhile, kept up to a bound, given up
/// when nobody waits any more. One is made at a time, on a thread of low priority, so that a run in training loses little.
/// </summary>
public sealed class RecordingShelf(RunService runs, NetworkRecorder recorder, SequenceCache sequences, KnownBaselines baselines, FusedTrainer fused)
{
    /// <summary>Bytes of recordings kept, compressed.</summary>
    public const long Capacity = 64 << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Run, int Length, long Seed), Entry> entries = [];
    private readonly SemaphoreSlim turn = new(1);
    private long clock;

    private sealed class Entry
    {
        public required Task<byte[]> Work { get; init; }
        public required CancellationTokenSource Stop { get; init; }
        public int Waiting { get; set; }
        public long Used { get; set; }
        public bool Started { get; set; }
        public int Epoch { get; set; }
        public int Of { get; init; }
        public long Bytes => Work.IsCompletedSuccessfully ? Work.Result.Length : 0;
    }

    /// <summary>The recording of all models of a run at a length and seed, compressed with gzip.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="NothingInsideException">It cannot be shown, or not yet.</exception>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    public async Task<byte[]> GetAsync(string id, InsideAsked asked, CancellationToken cancellation)
    {
        var (run, trials) = Choose(id, asked);
        if (trials.FirstOrDefault(t => !t.IsFinished) is { } open) throw NotYet(run, open);
        if (trials.FirstOrDefault(t => t.Status == TrialStatus.Failed) is { } failed)
            throw new NothingInsideException("refused", "This trial failed", $"{failed.Result?.Error} There is no network to look into.");
        var key = (id, trials[0].Key.Length, trials[0].Key.Seed);
        Entry entry;
        lock (gate)
        {
            if (!entries.TryGetValue(key, out entry!) || entry.Work.IsFaulted || entry.Work.IsCanceled) entries[key] = entry = Begin(run, trials);
            entry.Waiting++;
            entry.Used = ++clock;
        }
        try
        {
            return await entry.Work.WaitAsync(cancellation);
        }
        finally
        {
            lock (gate)
            {
                if (--entry.Waiting == 0 && !entry.Work.IsCompleted)
                {
                    entry.Stop.Cancel();
                    if (entries.GetValueOrDefault(key) == entry) entries.Remove(key);
                }
                LetGo(entry);
            }
        }
    }

    /// <summary>The sequences, targets and saved curves of a length and seed, without networks.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public byte[] Outline(string id, InsideAsked asked)
    {
        var (run, trials) = Choose(id, asked);
        var (validation, scale) = Data(run.Spec, trials[0].Key);
        return InsideView.Write(run, trials, validation, scale, Baselines(run.Spec, trials[0].Key), null, fused.VectorBits);
    }

    /// <summary>How far a recording is.</summary>
    public RecordingProgress Progress(string id, InsideAsked asked)
    {
        lock (gate)
            return entries.TryGetValue((id, asked.Length ?? 0, asked.Seed ?? 0), out var entry) && !entry.Work.IsCompleted
                ? new(entry.Started ? "training" : "queued", entry.Epoch, entry.Of) : RecordingProgress.None;
    }

    /// <summary>Trains the networks asked for as a run of their own, here and now.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="NothingInsideException">The run has no such networks, or none that can be shown.</exception>
    /// <exception cref="QueueFullException"/>
    public Run Train(string id, InsideAsked asked)
    {
        var (run, trials) = Choose(id, asked);
        var key = trials[0].Key;
        var name = $"{run.Name[..Math.Min(run.Name.Length, RunLimits.NameLength - 40)]}, length {key.Length}, seed {key.Seed}";
        return runs.Launch(run.Spec with { Lengths = [key.Length], Seeds = [key.Seed] }, name, run.Tags);
    }

    /// <summary>The length and seed that are shown where those are asked for, trained or not.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="NothingInsideException">The run has no such networks, or none that can be shown.</exception>
    public InsideAsked Named(string id, InsideAsked asked)
    {
        var key = Choose(id, asked).Trials[0].Key;
        return new(key.Length, key.Seed);
    }

    // A run's trials at a length and seed, one a model; what is not given is chosen.
    private (Run Run, IReadOnlyList<Trial> Trials) Choose(string id, InsideAsked asked)
    {
        var run = runs.Find(id) ?? throw new RunNotFoundException(id);
        var spec = run.Spec;
        var at = asked.Length ?? spec.Lengths.Order().MinBy(l => Math.Abs(l - 12));
        if (!spec.Lengths.Contains(at)) throw new NothingInsideException(
            "refused", "No such length", $"This run has no length {at}; it has {NumberList.Format(spec.Lengths)}.");
        var with = asked.Seed ?? spec.Seeds.Min();
        if (!spec.Seeds.Contains(with)) throw new NothingInsideException(
            "refused", "No such seed", $"This run has no seed {with}; it has {NumberList.Format(spec.Seeds)}.");
        if (NetworkRecorder.Refusal(spec, at) is { } why) throw new NothingInsideException("refused", "Too large to look inside", why,
            new WayOn("Gradient flow of this run", $"runs/{id}?tab=flow&length={at}"), new WayOn("Relaunch with other settings", $"new?from={id}"));
        return (run, [.. runs.Trials(id).Where(t => t.Key.Length == at && t.Key.Seed == with).OrderBy(t => t.Key.Model)]);
    }

    private NothingInsideException NotYet(Run run, Trial open)
    {
        var (trials, key) = (runs.Trials(run.Id), open.Key);
        var before = trials.Count(t => !t.IsFinished && t.Index < open.Index);
        // The nearest length of the same seed that has been trained.
        var meanwhile = trials.Where(t => t.Key.Seed == key.Seed).GroupBy(t => t.Key.Length).Where(g => g.All(t => t.Status == TrialStatus.Done))
            .MinBy(g => Math.Abs(g.Key - key.Length)) is { } there
                ? new WayOn($"Look at length {there.Key} meanwhile", Length: there.Key, Seed: key.Seed) : null;
        return run.Status.GoesOn()
            ? new("waiting", "Not trained yet", $"Length {key.Length}, seed {key.Seed} is number {before + 1:N0} in the run's queue. This "
                + "page fills in by itself.",
                [.. new[] { meanwhile }.OfType<WayOn>()])
            : new("refused", "Not trained", $"The run is {run.Status.ToString().ToLowerInvariant()} and has not trained length "
                + $"{key.Length}, seed {key.Seed}. Resume it on its page, or train them as a run of their own.",
                [.. new[] { WayOn.Train, meanwhile }.OfType<WayOn>()]);
    }

    private (SequenceSet Validation, (double, double) Scale) Data(RunSpec spec, TrialKey key)
    {
        var (training, validation) = spec.Data(key.Length, key.Seed);
        var set = sequences.Get(validation);
        return (set.Count <= NetworkRecorder.MostSequences ? set : set.First(NetworkRecorder.MostSequences),
            TrainingData.InputScale(sequences.Get(training), spec.Standardize));
    }

    private MemoryBaselines Baselines(RunSpec spec, TrialKey key) => baselines.Of(spec.Data(key.Length, key.Seed));

    private Entry Begin(Run run, IReadOnlyList<Trial> trials)
    {
        var stop = new CancellationTokenSource();
        var done = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var entry = new Entry { Work = done.Task, Stop = stop, Of = trials.Count * run.Spec.Epochs };
        // Nobody may be left to see it fail.
        _ = done.Task.ContinueWith(t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        new Thread(() => Make(run, trials, entry, done)) { IsBackground = true, Name = "recorder", Priority = ThreadPriority.BelowNormal }.Start();
        return entry;
    }

    private void Make(Run run, IReadOnlyList<Trial> trials, Entry entry, TaskCompletionSource<byte[]> done)
    {
        var held = false;
        try
        {
            turn.Wait(entry.Stop.Token);
            held = true;
            entry.Started = true;
            var (validation, scale) = Data(run.Spec, trials[0].Key);
            // Two networks at once where nothing else trains, so that the page is there sooner.
            var options = new ParallelOptions { MaxDegreeOfParallelism = runs.State.Running == 0 ? Environment.ProcessorCount : 1,
                CancellationToken = entry.Stop.Token };
            var recordings = new NetworkRecording[trials.Count];
            var frames = NetworkRecorder.FramesOf(run.Spec, trials);
            Parallel.For(0, trials.Count, options, i =>
                recordings[i] = recorder.Record(run.Spec, trials[i], frames, _ => { lock (gate) entry.Epoch++; }, entry.Stop.Token));
            done.SetResult(InsideView.Write(run, trials, validation, scale, Baselines(run.Spec, trials[0].Key), recordings, fused.VectorBits));
        }
        catch (OperationCanceledException)
        {
            done.TrySetCanceled();
        }
        catch (Exception e)
        {
            var cause = e is AggregateException { InnerException: { } inner } ? inner : e;
            done.TrySetException(new NothingInsideException("refused", "It could not be trained again", cause.Message));
        }
        finally
        {
            if (held) turn.Release();
        }
    }

    private void LetGo(Entry except)
    {
        var total = entries.Values.Sum(e => e.Bytes);
        foreach (var (key, entry) in entries.Where(e => e.Value != except && e.Value.Bytes > 0).OrderBy(e => e.Value.Used).ToArray())
        {
            if (total <= Capacity) break;
            total -= entry.Bytes;
            entries.Remove(key);
        }
    }
}
