using Dashboard.Engine.Training;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Faults;

/// <summary>Promise 6: a trial that throws, diverges or never ends has an end and a reason, and the run goes on.</summary>
public sealed class TrialFaultTests
{
    [Fact]
    public async Task Trials_ThatThrowOrDiverge_EndWithTheirReasonAndTheRunGoesOn()
    {
        await using var app = new TestApp { Trainer = new FaultyTrainer() };
        var id = await app.Launch(new { lengths = new[] { FaultyTrainer.Throws, FaultyTrainer.Diverges, 5 }, models = new[] { "rnn" }, trainCount = 8, validationCount = 4 });
        var run = await app.When(id, r => r.IsEnded);

        Assert.Equal((Engine.Runs.RunStatus.Done, 3, 1, 1), (run.Status, run.TrialsDone, run.TrialsDiverged, run.TrialsFailed));
        var trials = (await app.Send("GET", $"/api/runs/{id}/trials")).Body;
        (string? Status, string? Error) Of(int length) => trials.EnumerateArray().Where(t => t.GetProperty("length").GetInt32() == length)
            .Select(t => (t.GetProperty("status").GetString(), t.GetProperty("error").GetString())).Single();
        Assert.Equal("failed", Of(FaultyTrainer.Throws).Status);
        Assert.Contains("the machine is on fire", Of(FaultyTrainer.Throws).Error);
        Assert.Equal("diverged", Of(FaultyTrainer.Diverges).Status);
        Assert.Contains("infinite in epoch 2", Of(FaultyTrainer.Diverges).Error);
        Assert.Equal(("done", null), Of(5));
        var page = await app.CreateClient().GetStringAsync($"/runs/{id}");
        Assert.Contains("1 diverged, 1 failed", page);
        Assert.Contains("failed: rnn, length", (await app.Send("GET", "/api/status")).Body.GetProperty("errors").ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Run_WhoseTrialsAllFail_FailsAndSaysWhere()
    {
        await using var app = new TestApp { Trainer = new FaultyTrainer() };
        var id = await app.Launch(new { lengths = new[] { FaultyTrainer.Throws }, trainCount = 8, validationCount = 4 });
        var run = await app.When(id, r => r.IsEnded);
        Assert.Equal(Engine.Runs.RunStatus.Failed, run.Status);
        Assert.Contains("trials table", run.Error);
    }

    [Fact]
    public async Task Trial_BeyondItsTimeLimit_FailsWithTheLimitAndTheRunGoesOn()
    {
        await using var app = new TestApp { Trainer = new FusedTrainer() };
        // The long one would take half a minute, the short one a tenth of a second.
        var id = await app.Launch(new
        {
            lengths = new[] { 1000, 2 }, models = new[] { "lstm" }, hiddenSize = 8, trainCount = 1_000, validationCount = 4, epochs = 1_000, patience = 1_000, trialTimeLimit = 3.0,
        });
        await app.When(id, r => r.IsEnded);
        var trials = (await app.Send("GET", $"/api/runs/{id}/trials")).Body.EnumerateArray().ToDictionary(t => t.GetProperty("length").GetInt32());
        Assert.Equal("failed", trials[1000].GetProperty("status").GetString());
        Assert.Contains("time limit of 3 s", trials[1000].GetProperty("error").GetString());
        Assert.Equal("done", trials[2].GetProperty("status").GetString());
    }

    private sealed class FaultyTrainer : ITrainer
    {
        public const int Throws = 3, Diverges = 4;

        public string Name => "fused";

        public bool Covers(NetworkSpec network, TrainingSpec training) => true;

        public TrialResult Train(TrainingData data, NetworkSpec network, TrainingSpec training, long seed, IEpochObserver? observer, CancellationToken cancellation) =>
            data.Training.Steps switch
            {
                Throws => throw new InvalidOperationException("the machine is on fire"),
                Diverges => new(TrialStatus.Diverged, [new(1, 3, 3, 1, 1), new(2, double.PositiveInfinity, double.NaN, 9, 9)], false, 0.1, null, null,
                    "The loss became infinite in epoch 2, batch 1."),
                _ => new(TrialStatus.Done, [new(1, 3, 2.5, 0.5, 0.25)], false, 0.1, null, null),
            };
    }
}
