using System.Diagnostics;

namespace Dashboard.Web.Components.SharedLinks;

/// <summary>The two parts of a shared view's body, in their order on the page.</summary>
public enum SharedPart
{
    /// <summary>What every finished trial changes: progress, charts, tables.</summary>
    News,

    /// <summary>What is large and says little after each trial: gradient flow, configuration, findings.</summary>
    Large,
}

/// <summary>What all viewers of one view see: its parts as last drawn. Thread-safe.</summary>
/// <param name="stop">Ends its drawing.</param>
internal sealed class SharedDrawing(CancellationTokenSource stop)
{
    private readonly Lock gate = new();
    private readonly Dictionary<SharedPart, State> parts = Enum.GetValues<SharedPart>().ToDictionary(p => p, _ => new State());
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long version;

    public CancellationTokenSource Stop { get; } = stop;
    public int Viewers { get; set; }

    /// <summary>The work of drawing it; it logs what fails and ends with <see cref="Stop"/>.</summary>
    public Task Following { get; set; } = Task.CompletedTask;

    /// <summary>The body as a page has it; null until every part has been drawn.</summary>
    public string? Whole
    {
        get
        {
            lock (gate) return parts.Values.All(p => p.Version > 0) ? Join([.. parts.Values.Select(p => p.Html)]) : null;
        }
    }

    /// <summary>The parts as a page has them.</summary>
    public static string Join(IEnumerable<string> parts) => string.Concat(parts.Select(html => $"<div>{html}</div>"));

    /// <summary>The parts drawn after a version, the newest version, and a task that ends with the next one.</summary>
    public (long Version, IReadOnlyDictionary<SharedPart, string> Parts, Task Next) Since(long seen)
    {
        lock (gate) return (version, parts.Where(p => p.Value.Version > seen).ToDictionary(p => p.Key, p => p.Value.Html), next.Task);
    }

    /// <summary>How long a part rests after a drawing, so that drawing takes a small share of one core, however large it is.</summary>
    public TimeSpan Rest(SharedPart part)
    {
        lock (gate)
            return part == SharedPart.News
                ? TimeSpan.FromMilliseconds(Math.Clamp(15 * parts[part].Took.TotalMilliseconds, 375, 5_000))
                : TimeSpan.FromMilliseconds(Math.Clamp(30 * parts[part].Took.TotalMilliseconds, 2_000, 60_000));
    }

    /// <summary>Whether a part was drawn so lately that it still rests.</summary>
    public bool Rests(SharedPart part)
    {
        lock (gate) return parts[part].Version > 0 && Stopwatch.GetElapsedTime(parts[part].DrawnAt) < Rest(part);
    }

    /// <summary>Draws a part on another thread; one drawing of a part at a time.</summary>
    public async Task DrawAsync(SharedPart part, Func<Task<string>> draw)
    {
        var began = Stopwatch.GetTimestamp();
        var html = await Task.Run(draw);
        lock (gate)
        {
            var state = parts[part];
            (state.Took, state.DrawnAt) = (Stopwatch.GetElapsedTime(began), Stopwatch.GetTimestamp());
            if (html == state.Html && state.Version > 0) return;
            (state.Html, state.Version) = (html, ++version);
            next.SetResult();
            next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed class State
    {
        public string Html = "";
        public long Version, DrawnAt;
        public TimeSpan Took;
    }
}
