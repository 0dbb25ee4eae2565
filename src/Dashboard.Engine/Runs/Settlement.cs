namespace Dashboard.Engine.Runs;

/// <summary>What happened to a run that the store has not heard of, as it was at one moment.</summary>
/// <param name="Active">The run.</param>
/// <param name="Trials">Finished trials that are not saved.</param>
/// <param name="InQueue">It is to go on.</param>
/// <param name="HasStarted">It trains.</param>
/// <param name="IsQuiet">None of its trials is in training.</param>
/// <param name="Stopping">The engine stops.</param>
/// <param name="Seconds">Wall seconds it has trained.</param>
/// <param name="SelfCheck">The engines compared, if they were since it came.</param>
internal sealed record Settlement(
    ActiveRun Active, IReadOnlyList<Trial> Trials, bool InQueue, bool HasStarted, bool IsQuiet, bool Stopping, double Seconds, SelfCheck? SelfCheck)
{
    /// <summary>
    /// What the run becomes with it: every move of a run that nobody asked for. The same object where nothing changes.
    /// </summary>
    /// <param name="run">As it is in the store.</param>
    /// <param name="tally">Of all its finished trials, these included.</param>
    /// <param name="now">UTC.</param>
    public Run Apply(Run run, RunTally tally, DateTime now)
    {
        var next = Trials.Count > 0 ? tally.Apply(run) : run;
        if (HasStarted || Trials.Count > 0) next = next with { Seconds = Math.Max(run.Seconds, Seconds) };
        if (SelfCheck is not null) next = next with { SelfCheck = SelfCheck };
        return next.Status switch
        {
            // Paused and interrupted too: there is nothing left that could go on.
            RunStatus.Queued or RunStatus.Running or RunStatus.Paused or RunStatus.Interrupted when tally.IsComplete => Ended(next, now),
            RunStatus.Queued when InQueue && HasStarted && !Stopping => Started(next, now),
            // Other machines train it still.
            RunStatus.Interrupted when InQueue && HasStarted && !Stopping => Started(next, now) with { WentOnAt = run.TrialsDone },
            // A run that trains when the engine is stopped goes on by itself at the next start.
            RunStatus.Running when Stopping => next with { Status = RunStatus.Queued },
            // It trained when the process ended without a word, or nobody is left who may train it.
            RunStatus.Running when !InQueue => next with { Status = RunStatus.Interrupted },
            RunStatus.Cancelling when IsQuiet && !InQueue => next with { Status = RunStatus.Cancelled, EndedAt = now },
            _ => next,
        };
    }

    private static Run Started(Run run, DateTime now) => run with { Status = RunStatus.Running, StartedAt = run.StartedAt ?? now, EndedAt = null, Error = null };

    private static Run Ended(Run run, DateTime now) => run.TrialsFailed == run.TrialsTotal
        ? run with { Status = RunStatus.Failed, EndedAt = now, Error = "Every trial failed; the trials table says why." }
        : run with { Status = RunStatus.Done, EndedAt = now };
}
