using System.Collections.Concurrent;

namespace Dashboard.Web.Operations;

/// <summary>Something that went wrong.</summary>
/// <param name="At">UTC, the last time it was said.</param>
/// <param name="Level">Warning, error or critical.</param>
/// <param name="Source">The part of the server that said it.</param>
/// <param name="Message">What it said, with the exception's own message.</param>
/// <param name="Times">How often it was said.</param>
public sealed record RecentError(DateTime At, LogLevel Level, string Source, string Message, int Times);

/// <summary>
/// The newest errors in memory, for the Status page: errors of the whole server, and warnings of its own code. One that is
/// said again is counted, not repeated.
/// </summary>
public sealed class RecentErrors(TimeProvider time) : ILoggerProvider
{
    /// <summary>Most that are kept.</summary>
    public const int Kept = 50;

    private const int LongestMessage = 2_000;
    private readonly Lock gate = new();
    private readonly List<RecentError> errors = [];
    private readonly ConcurrentDictionary<string, Source> sources = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<RecentError> All
    {
        get
        {
            lock (gate) return [.. Enumerable.Reverse(errors)];
        }
    }

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => sources.GetOrAdd(categoryName, name => new(this, name));

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private void Add(LogLevel level, string source, string message)
    {
        if (message.Length > LongestMessage) message = message[..LongestMessage] + "…";
        lock (gate)
        {
            var said = errors.FindIndex(e => e.Level == level && e.Source == source && e.Message == message);
            var times = said < 0 ? 1 : errors[said].Times + 1;
            if (said >= 0) errors.RemoveAt(said);
            else if (errors.Count == Kept) errors.RemoveAt(0);
            errors.Add(new(time.GetUtcNow().UtcDateTime, level, source, message, times));
        }
    }

    private sealed class Source(RecentErrors kept, string name) : ILogger
    {
        private readonly LogLevel least = name.StartsWith("Dashboard.", StringComparison.Ordinal) ? LogLevel.Warning : LogLevel.Error;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel level) => level >= least && level != LogLevel.None;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // What the hub tells a client by intent (there is no such run) is no error of the server, though SignalR logs it as one.
            if (!IsEnabled(level) || exception?.GetType().Name == "HubException") return;
            var message = formatter(state, exception);
            if (exception?.GetBaseException() is { } cause && !message.Contains(cause.Message, StringComparison.Ordinal))
                message = $"{message} {cause.GetType().Name}: {cause.Message}";
            kept.Add(level, name[(name.LastIndexOf('.') + 1)..], message);
        }
    }
}
