using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Inside;

namespace Dashboard.Web.Tests.Inside;

public sealed class LearntTests
{
    // Weights of the first and of the last input by epoch; the true ones are 1.2 and 0.6.
    private static LearntPath Path(long seed, int stop, params (float First, float Last)[] epochs) =>
        new(seed, [.. epochs.Select((e, i) => new EpochResult(i + 1, 0, 0, 0, 0) { Readings = [e.First, e.Last] })], stop);

    private static readonly LearntItems Items = new(0, new("x₁", "the first input", 1.2), new("the last input", "the last input", 0.6));

    private static Learnt Lstms(params LearntPath[] paths) => new(ModelKind.Lstm, paths, Items);

    [Theory]
    [InlineData(new[] { 0f, 0.7f, 1.1f, 1.2f }, 2)]
    [InlineData(new[] { 0f, 0.7f, 0.1f, 1.2f }, 4)]
    [InlineData(new[] { 0.7f, 0.7f, 0.7f, 0.5f }, null)]
    [InlineData(new[] { 0f, 0f, 0f, 0f }, null)]
    [InlineData(new[] { 0f, float.NaN, 0.6f, 0.6f }, 3)]
    public void FoundForGood_Weights_IsTheEpochFromWhichItStaysAboveHalf(float[] first, int? epoch)
    {
        var path = Path(1, 4, [.. first.Select(f => (f, 0f))]);
        Assert.Equal(epoch, Lstms(path).FoundForGood(path, 4));
    }

    [Fact]
    public void FoundForGood_AfterTheStop_CountsOnlyWhereItIsLookedAt()
    {
        var path = Path(1, stop: 2, (0, 0.6f), (0, 0.6f), (1.2f, 0.6f));
        Assert.Null(Lstms(path).FoundForGood(path, path.Stop));
        Assert.Equal(3, Lstms(path).FoundForGood(path, 20));
    }

    [Fact]
    public void Of_SeedsThatFindLoseAndNeverFind_CountsThem()
    {
        var lstms = Lstms(
            Path(1, 3, (0.8f, 0.1f), (1.2f, 0.5f), (1.2f, 0.6f)),
            Path(2, 3, (0, 0.5f), (0.9f, 0.6f), (0.1f, 0.6f)),
            Path(3, 2, (0, 0.5f), (0, 0.6f), (1.1f, 0.6f)),
            Path(4, 3, (0, 0.5f), (0, 0.6f), (0, 0.6f)));

        var (title, text) = LearntSentence.Of([lstms], budget: 3, patience: 3, all: true);

        Assert.Equal("2 of 4 LSTMs find the first input for good, 1 of 4 even before the last input.", title);
        Assert.Equal("3 LSTMs knew it at some time, 1 lost it again. Half of the 2 have it by epoch 1, the last one in epoch 3. Patience 3 had stopped 1 of them before they did.", text);
    }

    [Theory]
    [InlineData(true, "3 of 4 seeds find x₁ for good, 1 of them after its stop")]
    [InlineData(false, "2 of 4 seeds find x₁ for good")]
    public void Count_SeedsThatFindItLate_CountsThemWhereTheyAreShown(bool all, string words) => Assert.Equal(words, LearntSentence.Count(
        Lstms(Path(1, 2, (1.2f, 0), (1.2f, 0)), Path(2, 2, (0, 0), (1.2f, 0)), Path(3, 1, (0, 0), (1.2f, 0)), Path(4, 2, (0, 0), (0, 0))), 2, all));

    [Fact]
    public void Of_RnnsThatNeverFindIt_SaysWhatTheyLearnInstead()
    {
        var rnns = new Learnt(ModelKind.Rnn, [Path(1, 2, (0, 0.3f), (0, 0.6f)), Path(2, 2, (0, 0.3f), (0, 0.6f))], Items);
        Assert.Equal("RNNs learn the last input in 2 epochs and stay there.", LearntSentence.Of([rnns], 2, 3, false).Title);
    }

    [Theory]
    [InlineData(false, """
        model,length,seed,epoch,past_stop,mad,weight_first,weight_last,found_for_good
        lstm,12,1,1,0,0,0.5,0.25,0

        """)]
    [InlineData(true, """
        model,length,seed,epoch,past_stop,mad,weight_first,weight_last,found_for_good
        lstm,12,1,1,0,0,0.5,0.25,0
        lstm,12,1,2,1,0,1.25,,1

        """)]
    public void Csv_NetworkTrainedOn_HasARowAnEpochShown(bool all, string csv) =>
        Assert.Equal(csv.ReplaceLineEndings("\n"), LearntCsv.Of([Lstms(Path(1, stop: 1, (0.5f, 0.25f), (1.25f, float.NaN)))], 12, all));

    [Fact]
    public void Of_TrialsWithoutReadings_AreLeftOut()
    {
        var spec = Presets.Run(Presets.Panels[0], Protocol.Notebook, [1]) with { Lengths = [5], Models = [ModelKind.Rnn] };
        var run = new Dashboard.Engine.Runs.Run { Id = "r", Name = "r", Spec = spec, CreatedAt = DateTime.UnixEpoch };
        var trial = new Dashboard.Engine.Runs.Trial(0, spec.Trials()[0], TrialStatus.Done, "fused", new(TrialStatus.Done, [new(1, 0, 0, 0, 0)], false, 1, null, null));
        Assert.Empty(Learnt.Of(run, [trial], 5));
        Assert.Single(Learnt.Of(run, [trial], 5, new Dictionary<TrialKey, IReadOnlyList<EpochResult>> { [trial.Key] = [new(1, 0, 0, 0, 0) { Readings = [1, 0.5f] }] }));
    }
}
