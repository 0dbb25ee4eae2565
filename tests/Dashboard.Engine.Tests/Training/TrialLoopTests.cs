using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Training;

/// <summary>The loop on a network that only plays back numbers: 10 sequences, batches of 4, so 3 batches of 4, 4 and 2.</summary>
public class TrialLoopTests
{
    private readonly TrainingData data = SmallTrial.Data(count: 10);
    private readonly Playback network = new();

    [Fact]
    public void Run_Epoch_ReadsBothGradientMeansAndWeighsTheShortBatch()
    {
        network.Losses = [1, 2, 6];
        var epoch = Assert.Single(Run(new(Epochs: 1, BatchSize: 4)).Epochs);
        Assert.Equal((1, (4 * 1 + 4 * 2 + 2 * 6) / 10.0, 100.0), (epoch.Epoch, epoch.TrainLoss, epoch.ValidationLoss));
        Assert.Equal((0.1 + 0.2 + 0.3) / 3, epoch.GradientMean, 1e-12);
        Assert.Equal(0.3, epoch.GradientLastBatch, 1e-12);
        Assert.Equal(Enumerable.Range(0, 10), network.Seen.Order());
    }

    [Fact]
    public void Run_NoImprovement_StopsAfterPatienceAndKeepsFirstAndBestFlow()
    {
        network.Validations = [9, 7, 8, 8, 8, 8, 1];
        var result = Run(new(Epochs: 20, BatchSize: 4));
        Assert.Equal((TrialStatus.Done, true, 6), (result.Status, result.StoppedEarly, result.Epochs.Count));
        Assert.Equal((1, 3f), (result.FirstFlow!.Epoch, result.FirstFlow.Norms[0]));
        Assert.Equal((2, 6f), (result.BestFlow!.Epoch, result.BestFlow.Norms[0]));
    }

    [Fact]
    public void Run_BudgetEndsWhereEarlyStoppingWould_IsNotStoppedEarly()
    {
        network.Validations = [7, 8, 8, 8, 8];
        Assert.False(Run(new(Epochs: 5, BatchSize: 4)).StoppedEarly);
    }

    [Theory, InlineData(double.NaN, "NaN"), InlineData(double.PositiveInfinity, "infinite")]
    public void Run_LossNotFinite_DivergesWithWhatWasSeen(double loss, string word)
    {
        network.Losses = [1, 2, 3, 4, loss];
        var result = Run(new(Epochs: 5, BatchSize: 4));
        Assert.Equal(TrialStatus.Diverged, result.Status);
        Assert.StartsWith($"The loss became {word} in epoch 2, batch 2; the last finite loss of a batch was 4.", result.Error);
        Assert.Equal(2, result.Epochs.Count);
        Assert.Equal((false, 0.4, 0.4), (double.IsFinite(result.Epochs[1].TrainLoss), result.Epochs[1].GradientMean, result.Epochs[1].GradientLastBatch));
        Assert.Equal(100, result.Mad);
    }

    [Fact]
    public void Run_ValidationNotFinite_Diverges()
    {
        network.Validations = [5, double.NaN];
        var result = Run(new(Epochs: 5, BatchSize: 4));
        Assert.Equal((TrialStatus.Diverged, 2, 5.0), (result.Status, result.Epochs.Count, result.Mad));
        Assert.Contains("on the validation set after epoch 2", result.Error);
    }

    [Fact]
    public void Run_CancelledInABatch_StopsBeforeTheNext()
    {
        using var source = new CancellationTokenSource();
        network.OnStep = step => { if (step == 5) source.Cancel(); };
        var result = Run(new(Epochs: 5, BatchSize: 4), cancellation: source.Token);
        Assert.Equal((TrialStatus.Cancelled, 1, 5), (result.Status, result.Epochs.Count, network.Steps));
    }

    [Fact]
    public void Run_TimeLimitReached_FailsWithTheReason()
    {
        network.OnStep = _ => Thread.Sleep(5);
        var result = Run(new(Epochs: 5, BatchSize: 4, TimeLimit: TimeSpan.FromMilliseconds(1)));
        Assert.Equal(TrialStatus.Failed, result.Status);
        Assert.StartsWith("The trial reached its time limit of 0.001 s in epoch 1", result.Error);
    }

    [Fact]
    public void Run_NetworkThrows_FailsWithItsMessageAndDisposesIt()
    {
        network.OnStep = _ => throw new InvalidOperationException("no such kernel");
        var result = Run(new(Epochs: 5, BatchSize: 4));
        Assert.Equal((TrialStatus.Failed, "The trainer failed: no such kernel"), (result.Status, result.Error));
        Assert.True(network.Disposed);
    }

    [Fact]
    public void Run_ObserverThrows_TrialGoesOnWithoutIt()
    {
        var observer = new Failing();
        var result = Run(new(Epochs: 2, BatchSize: 4), observer);
        Assert.Equal((TrialStatus.Done, 2, 1), (result.Status, result.Epochs.Count, observer.Calls));
    }

    private TrialResult Run(TrainingSpec spec, IEpochObserver? observer = null, CancellationToken cancellation = default) =>
        TrialLoop.Run(() => network, data, spec, seed: 1, observer, cancellation);

    private sealed class Failing : IEpochObserver
    {
        public int Calls { get; private set; }

        public void OnEpoch(EpochResult epoch)
        {
            Calls++;
            throw new InvalidOperationException();
        }
    }

    /// <summary>Step k has loss k and gradient mean k/10; flow entries are the number of the step they were asked in.</summary>
    private sealed class Playback : ITrainableNetwork
    {
        public InitialWeights Weights() => new([], [], []);

        private int epoch;

        public double[] Losses { get; set; } = [];
        public double[] Validations { get; set; } = [];
        public Action<int> OnStep { get; set; } = _ => { };
        public List<int> Seen { get; } = [];
        public int Steps { get; private set; }
        public bool Disposed { get; private set; }

        public BatchReading Step(ReadOnlySpan<int> sequences, Span<float> flow)
        {
            OnStep(++Steps);
            Seen.AddRange(sequences);
            flow.Fill(Steps);
            return new(Steps <= Losses.Length ? Losses[Steps - 1] : Steps, Steps / 10.0);
        }

        public double Validate(Span<float> predictions) => epoch++ < Validations.Length ? Validations[epoch - 1] : 100;

        public void Dispose() => Disposed = true;
    }
}
