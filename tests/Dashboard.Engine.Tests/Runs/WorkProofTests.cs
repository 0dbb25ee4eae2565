using Dashboard.Engine.Runs;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>What machines show each other before they train together.</summary>
public sealed class WorkProofTests
{
    public static TheoryData<int> Widths => [.. SimdWidths.Available.Select(w => 32 * (int)w)];

    [Theory, MemberData(nameof(Widths))]
    public void OfTraining_AWidthOfThisMachine_IsTheSameEveryTime(int bits) => Assert.Equal(WorkProof.OfTraining(bits), WorkProof.OfTraining(bits));

    [Fact]
    public void OfTraining_WidthsThatSumInOtherOrders_AreToldApart()
    {
        Assert.SkipUnless(SimdWidths.Available.Count > 2, "needs two widths that fuse products");
        Assert.NotEqual(WorkProof.OfTraining(32 * (int)SimdWidths.Available[^1]), WorkProof.OfTraining(32));
    }

    [Fact]
    public void OfTraining_AWidthThatIsNotHere_IsNone() => Assert.Null(WorkProof.OfTraining(64));

    [Fact]
    public void OfSequences_IsOfTheGoldenSets() => Assert.Equal(24, WorkProof.Sets);
}
