using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Tasks;

public sealed class SolvedRuleTests
{
    [Theory]
    [InlineData(SequenceKind.Simple, 4.9, 0, true), InlineData(SequenceKind.Simple, 5, 0, false)]
    // At least 99% right; under 1% wrong; all of them.
    [InlineData(SequenceKind.Adding, 0.01, 10, true), InlineData(SequenceKind.Adding, 0.01, 11, false)]
    [InlineData(SequenceKind.TemporalOrder, 0.01, 9, true), InlineData(SequenceKind.TemporalOrder, 0.01, 10, false)]
    [InlineData(SequenceKind.TwoSequences, 0.01, 0, true), InlineData(SequenceKind.TwoSequences, 0.01, 1, false)]
    [InlineData(SequenceKind.CopyMemory, 0.01, 10, true), InlineData(SequenceKind.CopyMemory, 0.01, 11, false)]
    public void Of_WrongOf1000Sequences_IsSolvedAsTheTaskSays(SequenceKind kind, double loss, int wrong, bool solved) =>
        Assert.Equal(solved, LabTasks.Of(kind).Score.Solved.Of(Result(loss, 100f * wrong / 1_000)));

    [Fact]
    public void Of_AnotherEpochThanTheBest_DoesNotCount() =>
        Assert.False(LabTasks.Of(SequenceKind.Adding).Score.Solved.Of(new TrialResult(TrialStatus.Done, [Epoch(1, 0.02, 0), Epoch(2, 0.01, 50)], false, 1, null, null)));

    [Fact]
    public void Of_AThresholdThatWasAskedFor_CountsInsteadOfTheTasks() =>
        Assert.True(LabTasks.Of(SequenceKind.Simple).Score.Solved.Of(Result(14, 0), threshold: 15));

    [Fact]
    public void Of_ATrialFromBeforeReadings_IsNotKnown() =>
        Assert.Null(LabTasks.Of(SequenceKind.Adding).Score.Solved.Of(new TrialResult(TrialStatus.Done, [new(1, 1, 1, 1, 1)], false, 1, null, null)));

    [Fact]
    public void Of_DivergedTrial_IsNotSolvedWhateverItReachedBefore() =>
        Assert.False(Mad.Of(new TrialResult(TrialStatus.Diverged, [Epoch(1, 1, 0), Epoch(2, double.NaN, 0)], false, 1, null, null)));

    [Theory]
    [InlineData(TrialStatus.Failed)]
    [InlineData(TrialStatus.Running)]
    [InlineData(TrialStatus.Cancelled)]
    public void Of_TrialWithoutAnEnd_IsNotKnown(TrialStatus status) => Assert.Null(Mad.Of(Result(1, 0) with { Status = status }));

    [Fact]
    public void Title_AtAThreshold_SaysIt() => Assert.Equal(("MAD under 5", "MAD under 0.5"), (Mad.TitleAt(null), Mad.TitleAt(0.5)));

    private static SolvedRule Mad => LabTasks.Of(SequenceKind.Simple).Score.Solved;

    private static TrialResult Result(double loss, float wrong) => new(TrialStatus.Done, [Epoch(1, loss, wrong)], false, 1, null, null);

    private static EpochResult Epoch(int epoch, double loss, float wrong) => new(epoch, loss, loss, 1, 1) { Readings = [wrong, 100 - wrong] };
}
