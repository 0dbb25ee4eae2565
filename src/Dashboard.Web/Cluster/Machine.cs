using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;

namespace Dashboard.Web.Cluster;

/// <summary>A worker as the ledger knows it: one process of it. The ledger's alone.</summary>
internal sealed class Machine(string name, Hello hello, TimeSpan heard, DateTime seen)
{
    public string Name { get; } = name;
    public string Session { get; } = hello.Session;
    public Hello Hello { get; set; } = hello;

    /// <summary>Why it gets no work.</summary>
    public string? Refused { get; set; }

    /// <summary>What its people should know.</summary>
    public string? Note { get; set; }

    /// <summary>When it was heard last, by the ledger's clock.</summary>
    public TimeSpan Heard { get; set; } = heard;

    /// <summary>The same for people, UTC.</summary>
    public DateTime Seen { get; set; } = seen;

    /// <summary>Trials it trains now, as it says.</summary>
    public int Busy { get; set; }

    /// <summary>It is to take no more, or says so itself.</summary>
    public bool Leaving { get; set; }

    /// <summary>What people told it: to leave, to stay after all; null where nothing.</summary>
    public bool? IsToLeave { get; set; }

    /// <summary>What it held was handed on because it was silent.</summary>
    public int HandedOn { get; set; }

    /// <summary>When that was, UTC.</summary>
    public DateTime? LostAt { get; set; }

    /// <summary>Messages that could not be read.</summary>
    public int Broken { get; set; }

    /// <summary>When it was last asked to introduce itself again.</summary>
    public TimeSpan? AskedToIntroduce { get; set; }

    public Dictionary<string, LentChunk> Chunks { get; } = [];

    public Rate Rate { get; } = new();

    /// <summary>It has shown that it computes what the lab does.</summary>
    public bool IsProved => Hello.Sequences is not null && Refused is null;

    /// <summary>Trials somebody waits for that it holds.</summary>
    public int Holds => Chunks.Values.Sum(c => c.Trials.Values.Count(t => t is { Lent: not null, IsBrought: false }));
}

/// <summary>A chunk in a worker's hands, until all of it is saved or taken back.</summary>
internal sealed class LentChunk(string id, string runId, RunSpec spec, TimeSpan handedAt)
{
    public string Id { get; } = id;
    public string RunId { get; } = runId;
    public RunSpec Spec { get; } = spec;
    public TimeSpan HandedAt { get; } = handedAt;

    /// <summary>A heartbeat has named it, so that one that does not says it is gone.</summary>
    public bool IsSeen { get; set; }

    /// <summary>What of it is not saved, by place in the run.</summary>
    public Dictionary<int, HeldTrial> Trials { get; } = [];
}

/// <summary>A trial of a chunk.</summary>
internal sealed class HeldTrial(TrialKey key)
{
    public TrialKey Key { get; } = key;

    /// <summary>Null where it was handed on, or nobody waits for it: its result is taken all the same.</summary>
    public LentTrial? Lent { get; set; }

    /// <summary>Its result is here and not saved yet.</summary>
    public bool IsBrought { get; set; }

    /// <summary>The worker was told to stop it.</summary>
    public bool IsStopped { get; set; }
}

/// <summary>Trials a second, over the last minute.</summary>
internal sealed class Rate
{
    private readonly int[] seconds = new int[60];
    private int now;

    /// <summary>A trial ended.</summary>
    public void Count() => now++;

    /// <summary>A second has passed.</summary>
    public void Second()
    {
        Array.Copy(seconds, 1, seconds, 0, seconds.Length - 1);
        (seconds[^1], now) = (now, 0);
    }

    /// <summary>Per second, oldest first.</summary>
    public IReadOnlyList<int> Minute => [.. seconds];

    /// <summary>Mean of the last five seconds.</summary>
    public double PerSecond => seconds[^5..].Average();
}
