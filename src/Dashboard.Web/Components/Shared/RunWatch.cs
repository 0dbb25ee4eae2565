using Dashboard.Engine.Runs;

namespace Dashboard.Web.Components.Shared;

/// <summary>A page's view of one run: complete at once, then following the news at human speed.</summary>
public sealed class RunWatch(RunService runs, Run run, IReadOnlyList<Trial> trials) : IDisposable
{
    // Nobody can use more looks a second, and the feed merges what happens between.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

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
                changed();
                await Task.Delay(Pace, left.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
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
        left.Cancel();
        left.Dispose();
    }
}
