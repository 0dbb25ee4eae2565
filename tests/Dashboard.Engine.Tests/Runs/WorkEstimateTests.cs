using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Runs;

public class WorkEstimateTests
{
    private static readonly RunSpec Deck = Presets.Run(Presets.Panels[0], Protocol.Notebook, [1]);
    private static readonly RunSpec Small = Deck with { TrainCount = 500, Epochs = 2, Lengths = [2, 3] };

    [Fact]
    public void Seconds_SmallTrialsThatWereHeldUp_LeavesTheEstimateOfTheDeck()
    {
        var estimate = new WorkEstimate();
        Observe(estimate, Deck, secondsPerUnit: 2e-11);
        var before = estimate.Seconds(Deck, _ => "fused");
        Observe(estimate, Small, secondsPerUnit: 2e-9);
        Assert.InRange(estimate.Seconds(Deck, _ => "fused") / before, 1, 1.1);
    }

    [Fact]
    public void Seconds_MachineHalfAsFast_FollowsWithinARun()
    {
        var estimate = new WorkEstimate();
        for (var i = 0; i < 10; i++) Observe(estimate, Deck, secondsPerUnit: 2e-11);
        var before = estimate.Seconds(Deck, _ => "fused");
        for (var i = 0; i < 3; i++) Observe(estimate, Deck, secondsPerUnit: 4e-11);
        Assert.InRange(estimate.Seconds(Deck, _ => "fused") / before, 1.7, 2);
    }

    private static void Observe(WorkEstimate estimate, RunSpec spec, double secondsPerUnit)
    {
        foreach (var key in spec.Trials())
            estimate.Observe(spec, new(0, key, TrialStatus.Done, "fused", new(TrialStatus.Done, [], StoppedEarly: false, WorkEstimate.Work(spec, key, "fused") * secondsPerUnit, null, null)));
    }
}
