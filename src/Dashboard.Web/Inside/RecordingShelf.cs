using Dashboard.Engine.Experiments;
using Dashboard.Engine.Inside;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
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

    // Longer than a browser takes to fetch the page's scripts.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly AskedNetworks networks = new(runs);
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
        var (run, trials) = networks.Trained(id, asked);
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

    /// <summary>
    /// Starts a recording for a page whose browser will ask for it in a moment; given up where it has not asked by then. What
    /// cannot be shown is said to the browser.
    /// </summary>
    public void Expect(string id, InsideAsked asked)
    {
        var soon = new CancellationTokenSource(Soon);
        GetAsync(id, asked, soon.Token).ContinueWith(t =>
        {
            soon.Dispose();
            // What is wrong, the browser's own request is told too.
            return t.Exception;
        }, TaskScheduler.Default);
    }

    /// <summary>The recording where it is there; null where it would have to be made.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="NothingInsideException">It cannot be shown, or not yet.</exception>
    public byte[]? Held(string id, InsideAsked asked)
    {
        var key = networks.Trained(id, asked).Trials[0].Key;
        lock (gate)
        {
            if (!entries.TryGetValue((id, key.Length, key.Seed), out var entry) || !entry.Work.IsCompletedSuccessfully) return null;
            entry.Used = ++clock;
            return entry.Work.Result;
        }
    }

    /// <summary>The sequences, targets and saved curves of a length and seed, without networks.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public byte[] Outline(string id, InsideAsked asked)
    {
        var (run, trials) = networks.Find(id, asked);
        return Write(run, trials, null);
    }

    /// <summary>How far a recording is.</summary>
    public RecordingProgress Progress(string id, InsideAsked asked)
    {
        lock (gate)
            return entries.TryGetValue((id, asked.Length ?? 0, asked.Seed ?? 0), out var entry) && !entry.Work.IsCompleted
                ? new(entry.Started ? "training" : "queued", entry.Epoch, entry.Of) : RecordingProgress.None;
    }

    /// <summary>The run that trains the networks asked for anew: what, its name and tags.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="NothingInsideException">The run has no such networks, or none that can be shown.</exception>
    public (RunSpec Spec, string Name, IReadOnlyList<string> Tags) Anew(string id, InsideAsked asked)
    {
        var (run, trials) = networks.Find(id, asked);
        var key = trials[0].Key;
        var name = $"{run.Name[..Math.Min(run.Name.Length, RunLimits.NameLength - 40)]}, length {key.Length}, seed {key.Seed}";
        return (run.Spec with { Lengths = [key.Length], Seeds = [key.Seed] }, name, run.Tags);
    }

    /// <summary>The length and seed that are shown where those are asked for, trained or not.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="NothingInsideException">The run has no such networks, or none that can be shown.</exception>
    public InsideAsked Named(string id, InsideAsked asked)
    {
        var key = networks.Find(id, asked).Trials[0].Key;
        return new(key.Length, key.Seed);
    }

    private byte[] Write(Run run, IReadOnlyList<Trial> trials, IReadOnlyList<NetworkRecording>? recordings)
    {
        var (spec, key) = (run.Spec, trials[0].Key);
        return InsideView.Write(run, trials, spec.Task.Inside(spec, key.Length, key.Seed, sequences),
            spec.Task.InsidePage(spec, key.Length, key.Seed, baselines), recordings, fused.VectorBits);
    }

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
            // Two networks at once where nothing else trains, so that the page is there sooner.
            var options = new ParallelOptions { MaxDegreeOfParallelism = runs.State.Running == 0 ? Environment.ProcessorCount : 1,
                CancellationToken = entry.Stop.Token };
            var recordings = new NetworkRecording[trials.Count];
            var frames = NetworkRecorder.FramesOf(run.Spec, trials);
            Parallel.For(0, trials.Count, options, i =>
                recordings[i] = recorder.Record(run.Spec, trials[i], frames, _ => { lock (gate) entry.Epoch++; }, entry.Stop.Token));
            done.SetResult(Write(run, trials, recordings));
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
