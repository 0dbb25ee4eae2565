using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Runs;

public class WorkEstimateTests
{
    private static readonly RunSpec Deck = Presets.Run(Presets.Panels[0], Protocol.Notebook, [1]);
    private static readonly RunSpec Small = Deck with { TrainCount = 500, Epochs = 2, Lengths = [2, 3] };

    private static readonly RunSpec Tiny = Deck with { TrainCount = 1, ValidationCount = 1, Epochs = 1, Lengths = [2] };

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

    [Fact]
    public void Seconds_OneTinyTrialOnAnEmptyStore_LeavesTheGuess()
    {
        var estimate = new WorkEstimate();
        var before = estimate.Seconds(Deck, _ => "fused");
        foreach (var model in Deck.Models)
            estimate.Observe(Tiny, new(0, new(model, 2, 1), TrialStatus.Done, "fused", new(TrialStatus.Done, [], StoppedEarly: false, 0.02, null, null)));
        Assert.InRange(estimate.Seconds(Deck, _ => "fused") / before, 1, 1.2);
    }

    [Fact]
    public void Seconds_TinyAndLargeTrials_FindsTheConstantAndTheRate()
    {
        // An oracle: 3 ms a trial and 2e-11 s a unit.
        var estimate = new WorkEstimate();
        double Truth(RunSpec spec) => spec.Trials().Sum(t => 0.003 + WorkEstimate.Work(spec, t, "fused") * 2e-11);
        for (var i = 0; i < 20; i++)
            foreach (var spec in new[] { Tiny, Small, Deck })
                foreach (var key in spec.Trials())
                    estimate.Observe(spec, new(0, key, TrialStatus.Done, "fused", new(TrialStatus.Done, [], StoppedEarly: false, 0.003 + WorkEstimate.Work(spec, key, "fused") * 2e-11, null, null)));
        Assert.InRange(estimate.Seconds(Tiny, _ => "fused") / Truth(Tiny), 0.8, 1.25);
        Assert.InRange(estimate.Seconds(Small, _ => "fused") / Truth(Small), 0.8, 1.25);
        Assert.InRange(estimate.Seconds(Deck, _ => "fused") / Truth(Deck), 0.8, 1.25);
    }

    private static void Observe(WorkEstimate estimate, RunSpec spec, double secondsPerUnit)
    {
        foreach (var key in spec.Trials())
            estimate.Observe(spec, new(0, key, TrialStatus.Done, "fused", new(TrialStatus.Done, [], StoppedEarly: false, WorkEstimate.Work(spec, key, "fused") * secondsPerUnit, null, null)));
    }
}
