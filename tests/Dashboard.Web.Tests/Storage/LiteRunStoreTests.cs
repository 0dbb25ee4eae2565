using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Tests.Storage;

public sealed class LiteRunStoreTests : IDisposable
{
    private readonly StoreFixture fixture = new StoreFixture().Open();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void Add_EveryFieldSet_ComesBackExactlyAfterReopening()
    {
        var run = StoreFixture.NewRun(3) with
        {
            StudyId = "study",
            Name = "  Ünï \"code\" 🙂 ",
            Notes = "",
            Tags = ["", " a ", "Key", "key"],
            Status = RunStatus.Interrupted,
            CreatedAt = new DateTime(638_999_999_999_999_997, DateTimeKind.Utc),
            StartedAt = new DateTime(638_999_999_999_999_998, DateTimeKind.Utc),
            EndedAt = new DateTime(638_999_999_999_999_999, DateTimeKind.Utc),
            DeletedAt = DateTime.MaxValue.ToUniversalTime(),
            Seconds = Math.PI,
            TrialsDone = 7,
            TrialsDiverged = 2,
            TrialsFailed = 1,
            Error = "",
            SelfCheck = new(1e-7, ""),
            Summary = [new(ModelKind.Gru, [null, double.NaN, double.NegativeInfinity, -0.0], [])],
            Spec = new RunSpec
            {
                Protocol = Protocol.Notebook, Sequence = SequenceKind.Realistic, Noise = 0.1, Standardize = true,
                Lengths = [5, 3], Models = [ModelKind.Gru], Seeds = [long.MinValue, long.MaxValue], DataSeed = long.MaxValue, FreshData = true,
                TrainCount = 11, ValidationCount = 12, Low = -13, High = 14, HiddenSize = 15, Layers = 2, Epochs = 17, Patience = 18,
                BatchSize = 19, LearningRate = 1.0 / 3, Engine = EngineChoice.Torch, RecurrentInit = RecurrentInit.Orthogonal,
                ForgetBias = 1.5, InputGateBias = -2.5, ClipNorm = 2.5, TrialTimeLimit = 3.5,
            },
        };
        fixture.Runs.Add([run]);

        var read = fixture.Reopen().Runs.Find(run.Id)!;

        Assert.Equivalent(run, read, strict: true);
        Assert.Equal(run.Spec, read.Spec);
        Assert.Equal(DateTimeKind.Utc, read.CreatedAt.Kind);
        Assert.True(double.IsNegative(read.Summary[0].Mad[3]!.Value));
    }

    [Fact]
    public void SaveTrials_NonFiniteAndOddValues_ComeBackBitForBitInIndexOrder()
    {
        var run = StoreFixture.NewRun();
        fixture.Runs.Add([run]);
        var oddNaN = BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_1234);
        var full = new TrialResult(TrialStatus.Diverged, [new(1, double.NaN, double.PositiveInfinity, -0.0, double.Epsilon), new(3, oddNaN, 0, 0, 0)],
            true, 1.0 / 3, new(1, [float.NaN, float.Epsilon]), null, "NaN in epoch 1");
        Trial[] trials =
        [
            new(10, new(ModelKind.Lstm, 45, long.MaxValue), TrialStatus.Diverged, "torch", full),
            new(9, new(ModelKind.Rnn, 2, -1), TrialStatus.Failed, null, full with { Epochs = [], FirstFlow = null, Error = null }),
            new(11, new(ModelKind.Gru, 2, 0), TrialStatus.Queued),
        ];
        fixture.Runs.SaveTrials(run.Id, trials, r => r with { TrialsDone = 2 });

        fixture.Reopen();
        var read = fixture.Runs.Trials(run.Id);

        Assert.Equal([9, 10, 11], read.Select(t => t.Index));
        Assert.Equivalent(trials[0], read[1], strict: true);
        Assert.Equivalent(trials[1], read[0], strict: true);
        Assert.Equal(trials[2], read[2]);
        Assert.Equal(BitConverter.DoubleToInt64Bits(oddNaN), BitConverter.DoubleToInt64Bits(read[1].Result!.Epochs[1].TrainLoss));
        Assert.Equal(2, fixture.Runs.Find(run.Id)!.TrialsDone);
    }

    [Fact]
    public void SaveTrials_SameTrialTwice_KeepsTheLater()
    {
        var run = StoreFixture.NewRun();
        fixture.Runs.Add([run]);
        Assert.Empty(fixture.Runs.Trials(run.Id));
        fixture.Runs.SaveTrials(run.Id, [StoreFixture.NewTrial(run, 0, epochs: 5)], r => r);
        fixture.Runs.SaveTrials(run.Id, [StoreFixture.NewTrial(run, 0, epochs: 6), StoreFixture.NewTrial(run, 1)], r => r);

        foreach (var trials in new[] { fixture.Runs.Trials(run.Id), fixture.Reopen().Runs.Trials(run.Id) })
            Assert.Equal([6, 20], trials.Select(t => t.Result!.Epochs.Count));
    }

    [Fact]
    public void Update_ManyThreads_EveryChangeStays()
    {
        var run = StoreFixture.NewRun();
        fixture.Runs.Add([run]);
        Parallel.For(0, 100, i => fixture.Runs.Update(run.Id, r => i % 2 == 0 ? r with { TrialsDone = r.TrialsDone + 1 } : r with { Notes = r.Notes + "x" }));

        var read = fixture.Reopen().Runs.Find(run.Id)!;
        Assert.Equal((50, 50), (read.TrialsDone, read.Notes.Length));
    }

    [Fact]
    public void Add_OneIdTaken_AddsNone()
    {
        Run a = StoreFixture.NewRun(1), b = StoreFixture.NewRun(2);
        fixture.Runs.Add([a]);
        Assert.Throws<ArgumentException>(() => fixture.Runs.Add([b, a]));
        Assert.Null(fixture.Runs.Find(b.Id));
        Assert.Null(fixture.Reopen().Runs.Find(b.Id));
    }

    [Fact]
    public void Update_TooLargeText_IsRefusedAndTheStoreGoesOn()
    {
        var run = StoreFixture.NewRun();
        fixture.Runs.Add([run]);
        Assert.Throws<ArgumentException>(() => fixture.Runs.Update(run.Id, r => r with { Notes = new('x', 16_000_000) }));
        Assert.Equal("short", fixture.Runs.Update(run.Id, r => r with { Notes = "short" })!.Notes);
    }

    [Fact]
    public void Purge_OneOfTwo_TakesItsTrialsOnly()
    {
        Run kept = fixture.AddFinished(1), gone = fixture.AddFinished(2);
        fixture.Runs.Purge(gone.Id);

        fixture.Reopen();
        Assert.Null(fixture.Runs.Find(gone.Id));
        Assert.Equal(kept.TrialsTotal, fixture.Runs.Trials(kept.Id).Count);
        fixture.Runs.Add([gone with { TrialsDone = 0 }]);
        Assert.Empty(fixture.Runs.Trials(gone.Id));
    }

    [Fact]
    public void List_FilterSortAndPage_GiveThePageTheCountsAndTheTags()
    {
        fixture.Runs.Add([
            .. Enumerable.Range(0, 40).Select(i => StoreFixture.NewRun(i, i % 4 == 0 ? RunStatus.Failed : RunStatus.Done, i % 2 == 0 ? ["even", "all"] : ["all"])),
            StoreFixture.NewRun(99, RunStatus.Done, "hidden") with { DeletedAt = DateTime.UnixEpoch },
        ]);

        var page = fixture.Runs.List(new() { Text = "eVe", Statuses = [RunStatus.Done], Skip = 2, Take = 3, Sort = RunSort.Created, Descending = true });

        Assert.Equal(10, page.Total);
        Assert.Equal(["Run 30", "Run 26", "Run 22"], page.Items.Select(r => r.Name));
        Assert.Equal((10, 10, 0), (page.StatusCounts[RunStatus.Done], page.StatusCounts[RunStatus.Failed], page.StatusCounts[RunStatus.Queued]));
        Assert.Equal(["all", "even"], page.Tags);
    }

    [Fact]
    public void List_SpecFilters_OnlyThatPanel()
    {
        fixture.Runs.Add([.. Enumerable.Range(0, 32).Select(i => StoreFixture.NewRun(i))]);
        var page = fixture.Runs.List(new() { Sequence = SequenceKind.Realistic, Noise = 2, Standardize = true, Protocol = Protocol.Slides, Descending = false });
        Assert.Equal(["Run 11", "Run 27"], page.Items.Select(r => r.Name));
        Assert.Equal(0, fixture.Runs.List(new() { Protocol = Protocol.Notebook }).Total);
        Assert.Equal(0, fixture.Runs.List(new() { Tag = "none" }).Total);
    }

    [Fact]
    public void Studies_AddedWithRuns_ComeBackNewestFirst()
    {
        var runs = Enumerable.Range(0, 16).Select(i => StoreFixture.NewRun(i)).ToArray();
        Study Make(string id, int day) => new()
        {
            Id = id, Name = " s ", CreatedAt = new DateTime(2026, 1, day, 1, 2, 3, DateTimeKind.Utc).AddTicks(7),
            RunIds = [.. runs.Select(r => r.Id)], Protocol = Protocol.Notebook, Preset = "custom",
        };
        fixture.Runs.Add(runs, Make("a", 1));
        fixture.Runs.Add([], Make("b", 2));

        fixture.Reopen();
        Assert.Equal(["b", "a"], fixture.Runs.Studies().Select(s => s.Id));
        Assert.Equivalent(Make("a", 1), fixture.Runs.FindStudy("a"), strict: true);
        Assert.Null(fixture.Runs.FindStudy("c"));
    }
}
