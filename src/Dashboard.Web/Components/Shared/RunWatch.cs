using System.Diagnostics;
using Dashboard.Engine.Runs;

namespace Dashboard.Web.Components.Shared;

/// <summary>A page's view of one run: complete at once, then following the news at human speed.</summary>
public sealed class RunWatch(RunService runs, Run run, IReadOnlyList<Trial> trials) : IDisposable
{
    // Milliseconds between two drawings: a small run is shown almost at once, what takes long to draw rests longer. The end of a trial
    // is news that people wait for; of the epochs before it nobody can use more looks. The feed merges what happens between.
    private static readonly (int Times, int Shortest, int Longest) AfterTrials = (10, 80, 200), AfterEpochs = (20, 80, 400);

    private readonly CancellationTokenSource left = new();

    public Run Run { get; private set; } = run;

    /// <summary>Every trial by index. A new list with each change, so that reference equality tells whether anything changed.</summary>
    public IReadOnlyList<Trial> Trials { get; private set; } = trials;

    /// <summary>Seconds left, or null while that is not known.</summary>
    public double? EtaSeconds { get; private set; }

    /// <summary>The run as it now is, or null where there is none.</summary>
    public static RunWatch? Open(RunService runs, string id) => runs.Find(id) is { } run ? new(runs, run, runs.Trials(id)) : null;

    /// <summary>Takes over an edited version of the run ahead of the news.</summary>
    public void Set(Run changed) => Run = changed;

    /// <summary>Follows the run until disposed; call it once, from the page's own context.</summary>
    /// <param name="changed">Called after every change.</param>
    public async Task FollowAsync(Action changed)
    {
        using var subscription = runs.Subscribe(Run.Id);
        if (subscription is null) return;
        try
        {
            var news = subscription.ReadAllAsync(left.Token).GetAsyncEnumerator();
            var next = news.MoveNextAsync().AsTask();
            var (drawnAt, took) = (0L, TimeSpan.Zero);
            while (await next)
            {
                var trialEnded = Take(news.Current);
                next = news.MoveNextAsync().AsTask();
                while (await EndsWithin(next, Rest(trialEnded, took) - Stopwatch.GetElapsedTime(drawnAt)) && await next)
                {
                    trialEnded |= Take(news.Current);
                    next = news.MoveNextAsync().AsTask();
                }
                if (left.IsCancellationRequested) return;
                var began = Stopwatch.GetTimestamp();
                changed();
                drawnAt = Stopwatch.GetTimestamp();
                took = Stopwatch.GetElapsedTime(began, drawnAt);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    /// <returns>Whether a trial has ended.</returns>
    private bool Take(RunUpdate update)
    {
        Run = update.Run;
        EtaSeconds = update.EtaSeconds;
        if (update.IsSnapshot) Trials = update.Trials;
        else if (update.Trials.Count > 0) Trials = Merged(update.Trials);
        return update.Trials.Any(t => t.IsFinished);
    }

    private static async Task<bool> EndsWithin(Task task, TimeSpan limit) => limit > TimeSpan.Zero && await Task.WhenAny(task, Task.Delay(limit)) == task;

    private static TimeSpan Rest(bool trialEnded, TimeSpan drawn)
    {
        var (times, shortest, longest) = trialEnded ? AfterTrials : AfterEpochs;
        return TimeSpan.FromMilliseconds(Math.Clamp(times * drawn.TotalMilliseconds, shortest, longest));
    }

    private Trial[] Merged(IReadOnlyList<Trial> news)
    {
        Trial[] all = [.. Trials];
        foreach (var trial in news)
            if (trial.Index < all.Length) all[trial.Index] = trial;
        return all;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (left.IsCancellationRequested) return;
        left.Cancel();
        left.Dispose();
    }
}
