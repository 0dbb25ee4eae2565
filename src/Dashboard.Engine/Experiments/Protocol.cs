using Dashboard.Engine.Training;

namespace Dashboard.Engine.Experiments;

/// <summary>How data and metrics are defined: for the deck as on its slides or as in its notebook (docs/protocol.md), for other
/// tasks as it fits this lab or as it was published (docs/tasks.md). A task says which it has.</summary>
public enum Protocol
{
    Slides,
    Notebook,
    Lab,
    Paper,
}

/// <summary>What protocols say, in code.</summary>
public static class ProtocolRules
{
    /// <summary>
    /// The protocol's gradient mean of a trial. Notebook: the last batch of each epoch, averaged over the epoch budget even
    /// where early stopping ended sooner. All others: every batch, averaged over the epochs that ran.
    /// </summary>
    /// <returns>Null where no epoch ran or the mean is not finite.</returns>
    public static double? GradientMean(this Protocol protocol, TrialResult result, int epochBudget) => protocol switch
    {
        not Protocol.Notebook => result.GradientMeanAllBatches,
        _ => result.Epochs.Count == 0 ? null : TrialResult.Average(result.Epochs.Select(e => e.GradientLastBatch), epochBudget),
    };
}
