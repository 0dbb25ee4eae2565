using Dashboard.Engine.Training;

namespace Dashboard.Web.Tests.Support;

/// <summary>
/// A trainer whose every trial ends after two epochs, at once, or, for lengths of 900 and more, waits until it is cancelled;
/// the second epoch's gradient is not finite for seed 13.
/// </summary>
internal sealed class HeldTrainer : ITrainer
{
    public const int HeldLength = 900;

    public string Name => "fused";

    public bool Covers(NetworkSpec network, TrainingSpec training) => true;

    public TrialResult Train(TrainingData data, NetworkSpec network, TrainingSpec training, long seed, IEpochObserver? observer, CancellationToken cancellation)
    {
        EpochResult[] epochs = [new(1, 3, 2.5, 0.5, 0.25), new(2, 2, 1.5, seed == 13 ? double.PositiveInfinity : 0.25, 0.125)];
        foreach (var epoch in epochs) observer?.OnEpoch(epoch);
        if (data.Training.Steps < HeldLength) return new(TrialStatus.Done, epochs, StoppedEarly: true, 0.25, new(1, [0.5f, 1]), new(2, [0.25f, 1]));
        cancellation.WaitHandle.WaitOne();
        return new(TrialStatus.Cancelled, epochs, StoppedEarly: false, 0, null, null);
    }
}
