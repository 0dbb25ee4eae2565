namespace Dashboard.Engine.Runs;

/// <summary>Settings of the engine, section "Engine".</summary>
public sealed class EngineOptions
{
    /// <summary>Worker threads; 0 (the default) is one a core.</summary>
    public int Workers { get; set; }

    /// <summary>Most runs that may wait [1,000]; one more is refused.</summary>
    public int QueueLimit { get; set; } = 1_000;

    /// <summary>Memory the shared sequence sets may take, in MB [512].</summary>
    public int SequenceCacheMegabytes { get; set; } = 512;

    /// <summary>With a fast engine a pause between writes gathers several trials into one; a crash redoes at most those. Longer than
    /// a page rests between two drawings, so that what is saved is drawn at once.</summary>
    internal TimeSpan SavePace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a store that failed is left alone.</summary>
    internal TimeSpan RetryPace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The number of worker threads <see cref="Workers"/> stands for.</summary>
    public int WorkerCount => Workers > 0 ? Workers : Environment.ProcessorCount;

    /// <summary>What is wrong with the settings, a sentence each.</summary>
    public IEnumerable<string> Problems()
    {
        if (Workers is < 0 or > 256) yield return $"Engine:Workers is {Workers}; allowed are 0 (one a core) to 256.";
        if (QueueLimit is < 1 or > 100_000) yield return $"Engine:QueueLimit is {QueueLimit}; allowed are 1 to 100000.";
        if (SequenceCacheMegabytes is < 16 or > 65_536) yield return $"Engine:SequenceCacheMegabytes is {SequenceCacheMegabytes}; allowed are 16 to 65536.";
    }
}
