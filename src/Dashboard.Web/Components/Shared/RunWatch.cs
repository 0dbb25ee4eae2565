using System.Diagnostics;
using Dashboard.Engine.Runs;

namespace Dashboard.Web.Components.Shared;

/// <summary>A page's view of one run: complete at once, then following the news at human speed.</summary>
public sealed class RunWatch(RunService runs, Run run, IReadOnlyList<Trial> trials) : IDisposable
{
    // A small run is shown almost at once. What takes long to draw rests longer, so that a page costs a twentieth of a core at most, but
    // nobody can use more looks a second than the longest rest leaves; the feed merges what happens between.
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(80), LongestRest = TimeSpan.FromMilliseconds(400);
    private const int RestsFor = 20;

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
            await foreach (var update in subscription.ReadAllAsync(left.Token))
            {
                Run = update.Run;
                EtaSeconds = update.EtaSeconds;
                if (update.IsSnapshot) Trials = update.Trials;
                else if (update.Trials.Count > 0) Trials = Merged(update.Trials);
                var began = Stopwatch.GetTimestamp();
                changed();
                await Task.Delay(Rest(Stopwatch.GetElapsedTime(began)), left.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private static TimeSpan Rest(TimeSpan drawn) => TimeSpan.FromTicks(Math.Clamp(RestsFor * drawn.Ticks, ShortestRest.Ticks, LongestRest.Ticks));

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
        left.Cancel();
        left.Dispose();
    }
}
