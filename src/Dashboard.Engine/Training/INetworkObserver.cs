namespace Dashboard.Engine.Training;

/// <summary>An <see cref="IEpochObserver"/> that also looks at the weights: at the start, in the first epoch, after each epoch.</summary>
public interface INetworkObserver : IEpochObserver
{
    /// <summary>Whether the weights after this many batches of the epoch are of interest.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="batches">0: before the first.</param>
    bool Wants(int epoch, int batches);

    /// <summary>A copy of the weights. After the last batch of an epoch it comes after <see cref="IEpochObserver.OnEpoch"/>,
    /// with 0 batches of the epoch that follows.</summary>
    void OnNetwork(int epoch, int batches, InitialWeights weights);
}
