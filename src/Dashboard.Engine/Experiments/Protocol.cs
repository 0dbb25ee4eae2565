using Dashboard.Engine.Training;

namespace Dashboard.Engine.Experiments;

/// <summary>How data and the two metrics are defined (docs/protocol.md): as on the deck's slides or as in its notebook.</summary>
public enum Protocol
{
    Slides,
    Notebook,
}

/// <summary>What the two protocols say, in code.</summary>
public static class ProtocolRules
{
    /// <summary>
    /// The protocol's gradient mean of a trial. Slides: every batch, averaged over the epochs that ran. Notebook: the last
    /// batch of each epoch, averaged over the epoch budget even where early stopping ended sooner.
    /// </summary>
    /// <returns>Null where no epoch ran or the mean is not finite.</returns>
    public static double? GradientMean(this Protocol protocol, TrialResult result, int epochBudget) => protocol switch
    {
        Protocol.Slides => result.GradientMeanAllBatches,
        _ => result.Epochs.Count == 0 ? null : TrialResult.Average(result.Epochs.Select(e => e.GradientLastBatch), epochBudget),
    };
}
