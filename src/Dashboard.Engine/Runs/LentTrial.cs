using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>A trial in the hands of another machine.</summary>
public sealed class LentTrial
{
    private readonly EpochLog log = new();

    internal LentTrial(TrialHandout handout, string machine)
    {
        (Handout, Machine) = (handout, machine);
        Key = handout.Run.KeyOf(handout.Index);
    }

    internal TrialHandout Handout { get; }

    /// <summary>Whether its start was shown.</summary>
    internal bool IsShown { get; set; }

    /// <summary>Who trains it.</summary>
    public string Machine { get; }

    public string RunId => Handout.Run.Live.Id;

    /// <summary>The run's configuration.</summary>
    public RunSpec Spec => Handout.Run.Live.Run.Spec;

    /// <summary>Place in the run.</summary>
    public int Index => Handout.Index;

    public TrialKey Key { get; }

    /// <summary>Seconds it was expected to take when it was handed out.</summary>
    public double Seconds => Handout.Expected;

    /// <summary>How often it was handed out, this time included.</summary>
    public int Attempt => Handout.Attempt;

    /// <summary>The epochs shown so far.</summary>
    public IReadOnlyList<EpochResult> Epochs { get; private set; } = [];

    /// <summary>Fires, under the scheduler's lock, when it need not be trained any more: its run was paused, cancelled or deleted,
    /// or somebody else brought its result.</summary>
    public CancellationToken Stopped => Handout.Stop.Token;

    internal void Add(EpochResult epoch) => Epochs = log.Add(epoch);
}
