namespace Dashboard.Engine.Runs;

/// <summary>
/// Whose trial is next. Every person's runs wait in a line of their own, in the order they came. The first run with work of
/// the line that has had the least time is next, so that a short run never waits behind a long one of somebody else. Who
/// comes starts level with the one who has had the least: nobody catches up on time they were not here, and who comes back
/// soon still has had what they had. Knows no clock; not thread-safe.
/// </summary>
/// <param name="hasWork">Whether a run has a trial to hand out.</param>
internal sealed class Turns<TRun>(Func<TRun, bool> hasWork) where TRun : class
{
    private readonly List<Line> lines = [];
    private long turns;

    /// <summary>All runs, a person's in their order.</summary>
    public IEnumerable<TRun> Runs => lines.SelectMany(l => l.Runs);

    /// <summary>Each person's runs in their order; who came first comes first.</summary>
    public IEnumerable<IReadOnlyList<TRun>> Lines => lines.Where(l => l.IsHere).Select(l => l.Runs);

    /// <summary>Puts a run at the end of a person's line.</summary>
    public void Add(string person, TRun run)
    {
        var least = lines.Where(l => l.IsHere).Select(l => (double?)l.Had).Min();
        // Whoever left and has had no more than those who are here owes nothing; without anybody here, nobody does.
        lines.RemoveAll(l => !l.IsHere && !(l.Had > least));
        var line = Of(person);
        if (line is null) lines.Add(line = new(person) { Had = least ?? 0 });
        line.Runs.Add(run);
    }

    /// <summary>Takes a run out of its person's line.</summary>
    public void Remove(string person, TRun run) => Of(person)?.Runs.Remove(run);

    /// <summary>The run to take a trial of; null where none has work.</summary>
    /// <param name="may">Whether who asks may take trials of a run; null for all runs.</param>
    public TRun? Next(Func<TRun, bool>? may = null)
    {
        Line? first = null;
        TRun? next = null;
        foreach (var line in lines)
            if (line.IsBefore(first) && line.Runs.Find(r => hasWork(r) && may?.Invoke(r) != false) is { } run) (first, next) = (line, run);
        if (first is not null) first.LastTurn = ++turns;
        return next;
    }

    /// <summary>A person's trial was handed out.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="expected">Seconds it is expected to take.</param>
    public void Taken(string person, double expected) => Count(person, 0, expected);

    /// <summary>A trial that was handed out is back.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="expected">Seconds it was expected to take.</param>
    /// <param name="took">Seconds it took.</param>
    public void Returned(string person, double expected, double took) => Count(person, took, -expected);

    private void Count(string person, double had, double expected)
    {
        if (Of(person) is not { } line) return;
        if (double.IsFinite(had)) line.Had += Math.Max(0, had);
        if (double.IsFinite(expected)) line.Expected = Math.Max(0, line.Expected + expected);
    }

    private Line? Of(string person) => lines.Find(l => l.Person == person);

    private sealed class Line(string person)
    {
        public string Person { get; } = person;

        public List<TRun> Runs { get; } = [];

        public bool IsHere => Runs.Count > 0;

        /// <summary>Seconds of training it had.</summary>
        public double Had { get; set; }

        /// <summary>Seconds that its trials in training are expected to take.</summary>
        public double Expected { get; set; }

        /// <summary>When its turn was last, counted in turns.</summary>
        public long LastTurn { get; set; }

        /// <summary>Among those who had the same, who waited longest goes first.</summary>
        public bool IsBefore(Line? other) => other is null || (Had + Expected, LastTurn).CompareTo((other.Had + other.Expected, other.LastTurn)) < 0;
    }
}
