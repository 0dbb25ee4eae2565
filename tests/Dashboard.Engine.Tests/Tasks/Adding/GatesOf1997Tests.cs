using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Tasks.Adding;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Tasks.Adding;

/// <summary>Why today's LSTM does not learn what that of 1997 did: where its gates start.</summary>
public sealed class GatesOf1997Tests
{
    // "Always 0.5" scores 0.0392 at T 100, where one of ten first marks cannot be seen.
    [Theory]
    [InlineData(5.0, -3.0, 0, 0.005)]
    [InlineData(5.0, null, 0.035, 0.045)]
    [InlineData(null, -3.0, 0.035, 0.045)]
    [InlineData(null, null, 0.035, 0.045)]
    public void AddingAsPublished_InFourEpochs_IsLearntWhereForgetGatesStartOpenAndInputGatesClosed(double? forget, double? input, double least, double most)
    {
        var task = new AddingTask();
        var spec = task.Preset(Protocol.Paper) with { ForgetBias = forget, InputGateBias = input };

        var result = new FusedTrainer().Train(task.Data(spec, 100, 1, new SequenceCache()), spec.Network(ModelKind.Lstm), spec.Training() with { Epochs = 4 }, 1, null, default);

        Assert.Null(result.Error);
        Assert.InRange(result.Epochs.Min(e => e.ValidationLoss), least, most);
    }
}
