using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>Keeps a trial's weights after its best epoch so far, and hands on what it hears.</summary>
internal sealed class BestNetwork(IEpochObserver? next) : INetworkObserver
{
    private double best = double.PositiveInfinity;
    private bool improved;

    /// <summary>The weights after the epoch with the lowest validation loss; null before the first.</summary>
    public InitialWeights? Weights { get; private set; }

    /// <inheritdoc/>
    public void OnEpoch(EpochResult epoch)
    {
        improved = epoch.ValidationLoss < best;
        if (improved) best = epoch.ValidationLoss;
        next?.OnEpoch(epoch);
    }

    /// <inheritdoc/>
    public bool Wants(int epoch, int batches) => batches == 0 && improved;

    /// <inheritdoc/>
    public void OnNetwork(int epoch, int batches, InitialWeights weights) => (Weights, improved) = (weights, false);
}
