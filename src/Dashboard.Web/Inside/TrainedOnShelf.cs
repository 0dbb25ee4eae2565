using Dashboard.Engine.Experiments;
using Dashboard.Engine.Inside;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Inside;

/// <summary>
/// Trials of one length trained again past their stop, for the weights they give to first and last input: on request, one
/// length at a time, kept up to a bound. Also for trials saved before those weights were.
/// </summary>
public sealed class TrainedOnShelf(NetworkRecorder recorder)
{
    // 20 seeds × 3 models × 20 epochs take some 100 kB.
    private const int MostKept = 200;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Run, int Length), IReadOnlyDictionary<TrialKey, IReadOnlyList<EpochResult>>> kept = [];
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>What is known, or null.</summary>
    public IReadOnlyDictionary<TrialKey, IReadOnlyList<EpochResult>>? Known(string run, int length)
    {
        lock (gate) return kept.GetValueOrDefault((run, length));
    }

    /// <summary>Trains them.</summary>
    /// <param name="run">The run.</param>
    /// <param name="trials">Its trials.</param>
    /// <param name="length">The length.</param>
    /// <param name="done">Told how many of how many trials are trained.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    /// <exception cref="OperationCanceledException"/>
    public async Task<IReadOnlyDictionary<TrialKey, IReadOnlyList<EpochResult>>> GetAsync(
        Run run, IReadOnlyList<Trial> trials, int length, Action<int, int> done, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if (Known(run.Id, length) is { } known) return known;
            Trial[] of = [.. trials.Where(t => t.Key.Length == length && t.IsFinished && t.Result is { Epochs.Count: > 0 })];
            var found = await Task.Factory.StartNew(() =>
            {
                var epochs = new Dictionary<TrialKey, IReadOnlyList<EpochResult>>();
                foreach (var trial in of)
                {
                    epochs.Add(trial.Key, recorder.TrainOn(run.Spec, trial, cancellation));
                    done(epochs.Count, of.Length);
                }
                return epochs;
            }, cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            lock (gate)
            {
                if (kept.Count >= MostKept) kept.Clear();
                kept[(run.Id, length)] = found;
            }
            return found;
        }
        finally
        {
            turn.Release();
        }
    }
}
