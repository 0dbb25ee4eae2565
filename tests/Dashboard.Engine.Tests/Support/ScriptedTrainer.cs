using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Support;

/// <summary>A trainer that does what a test says, for tests of the engine around it.</summary>
internal sealed class ScriptedTrainer(Func<NetworkSpec, int, long, IEpochObserver?, CancellationToken, TrialResult> train) : ITrainer
{
    public string Name => "fused";

    public bool Covers(NetworkSpec network, TrainingSpec training) => true;

    public TrialResult Train(TrainingData data, NetworkSpec network, TrainingSpec training, long seed, IEpochObserver? observer, CancellationToken cancellation) =>
        train(network, data.Training.Steps, seed, observer, cancellation);

    public static TrialResult Done(double mad) => new(TrialStatus.Done, [new(1, mad, mad, 0.5, 0.25)], StoppedEarly: false, 0.01, null, null);

    /// <summary>Trains until it is cancelled.</summary>
    public static TrialResult Endless(CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne();
        return new(TrialStatus.Cancelled, [], StoppedEarly: false, 0, null, null);
    }
}
