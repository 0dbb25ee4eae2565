using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Components.History;
using Dashboard.Web.Components.RunDetail;
using Dashboard.Web.Components.Studies;
using Dashboard.Web.People;
using Dashboard.Web.Sharing;

namespace Dashboard.Web.Tests.Support;

/// <summary>One of every record that is saved, shared or compared, with every field given and away from its default.</summary>
internal static class Samples
{
    public static DateTime Time { get; } = new(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc);

    public static BroughtIn Brought { get; } = new()
    {
        File = "tcn.csv", Models = [new(ModelKind.Rnn, "mine"), new(ModelKind.Lstm, "theirs")], Columns = BroughtColumns.Epoch, Missing = [2, 5],
    };

    public static RunSpec Spec { get; } = new()
    {
        Protocol = Protocol.Notebook,
        Sequence = SequenceKind.Realistic,
        Variant = "v",
        TestLengths = [5, 60],
        Noise = 2.5,
        Standardize = true,
        Lengths = [3, 8, 20],
        Models = [ModelKind.Rnn, ModelKind.Lstm],
        Seeds = [1, 5],
        DataSeed = 77,
        FreshData = true,
        TrainCount = 3_000,
        ValidationCount = 500,
        Low = -20,
        High = 30,
        HiddenSize = 12,
        Layers = 2,
        Epochs = 9,
        Patience = 2,
        BatchSize = 16,
        LearningRate = 0.02,
        Engine = EngineChoice.Torch,
        RecurrentInit = RecurrentInit.Orthogonal,
        ForgetBias = 1.5,
        InputGateBias = -2.5,
        ClipNorm = 0.75,
        TrialTimeLimit = 600,
        Brought = Brought,
    };

    public static Run Run { get; } = new()
    {
        Id = "01a21aba85557b38ae93060329a5e960",
        StudyId = "01a21aba85557b38ae93060329a5e961",
        Name = "name",
        Notes = "notes",
        Tags = ["one", "two"],
        Spec = Spec,
        Status = RunStatus.Paused,
        CreatedAt = Time,
        LaunchedBy = new("name:ADA", "Ada"),
        StartedAt = Time.AddSeconds(1),
        EndedAt = Time.AddSeconds(2),
        DeletedAt = Time.AddSeconds(3),
        Seconds = 4.5,
        TrialsDone = 6,
        TrialsDiverged = 1,
        TrialsFailed = 2,
        UnsureTrials = 3,
        Error = "error",
        SelfCheck = new(1e-6, "note", 1e-7),
        Summary = [new(ModelKind.Rnn, [1.5, 2.5, 3.5], [0.5, 0.25, 0.125])],
    };

    public static EpochResult Epoch { get; } = new(2, 4.25, 3.25, 0.75, 0.375) { Readings = [0.75f, 0.5f] };

    public static Engine.Training.TestResult Test { get; } = new(60, 0.375, [0.5f, 12.5f]);

    public static Trial Trial { get; } = new(3, new(ModelKind.Lstm, 8, 5), TrialStatus.Done, "torch",
        new(TrialStatus.Done, [new(1, 4.5, 3.5, 0.5, 0.25) { Readings = [0.5f, 0.25f] }, Epoch], StoppedEarly: true, 1.5,
            new(1, [0.5f, 0.25f]), new(2, [0.75f, 0.125f]), "error") { Tests = [Test] },
        new(2, 512), "lab-2");

    public static Study Study { get; } = new()
    {
        Id = "01a21aba85557b38ae93060329a5e961",
        Name = "study",
        CreatedAt = Time,
        LaunchedBy = new("name:ADA", "Ada"),
        RunIds = ["a", "b"],
        Protocol = Protocol.Notebook,
        Preset = "map",
        Setting = "noise",
    };

    public static Share Share { get; } = new()
    {
        Id = "01a21aba85557b38ae93060329a5e962",
        TokenHash = "abc",
        Kind = ShareKind.Run,
        Target = "a?tab=flow",
        Title = "title",
        IsFrozen = true,
        CreatedAt = Time,
        CreatedBy = "Ada",
        ExpiresAt = Time.AddDays(1),
        LastUsedAt = Time.AddDays(2),
        RevokedAt = Time.AddDays(3),
    };

    public static AccessToken Token { get; } = new()
    {
        Id = "01a21aba85557b38ae93060329a5e963",
        Hash = "abc",
        Name = "Ada",
        Role = Role.Member,
        CreatedAt = Time,
        CreatedBy = "Ben",
        LastUsedAt = Time.AddDays(1),
        RevokedAt = Time.AddDays(2),
    };

    public static AuditEntry Line { get; } = new("01a21aba85557b38ae93060329a5e964", Time, "Ada", Deed.Delete, Run.Id, "name", Refused: true);

    public static LengthView Lengths { get; } = new()
    {
        Score = ScoreView.Median,
        Solved = 7.5,
        Spread = Spread.Deviation,
        Seeds = false,
        Published = false,
        Memory = false,
        Reading = GradientReading.AllBatches,
        LogGradient = false,
        LogMad = true,
        Only = ModelKind.Rnn,
        Chosen = new("a", ModelKind.Lstm, 8),
        Hidden = "a/rnn",
        Zoom = new(3, 20),
    };

    public static RunView RunView { get; } = new()
    {
        Charts = Lengths, Tab = RunTab.Flow, Point = new(ModelKind.Rnn, 8, 5), Sort = "-mad", FirstEpoch = true, Length = 8,
    };

    public static CompareView CompareView { get; } = new()
    {
        Runs = ["a", "b"], Base = "b", Metric = Metric.Gradient, AllSettings = true, Charts = Lengths,
    };

    public static RunQuery Query { get; } = new()
    {
        Skip = 100,
        Take = 50,
        Statuses = [RunStatus.Cancelled, RunStatus.Interrupted, RunStatus.Failed],
        Tag = "tag",
        LaunchedBy = "Ada",
        Text = "text",
        Protocol = Protocol.Slides,
        Sequence = SequenceKind.Realistic,
        Noise = 4,
        Standardize = true,
        Brought = true,
        Sort = RunSort.Name,
        Descending = false,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<object> All { get; } =
    [
        Brought, Spec, Spec.Network(ModelKind.Lstm), Spec.Training(), Spec.Data(8, 5).Training, Spec.Panel,
        RunRequest.From(Spec with { Brought = null }) with { Name = "name", Tags = ["one"], Variant = "halves" },
        Run, Trial, Epoch, Test, Study, Share, Token, Line, new ShareView(ShareKind.Run, "a?tab=flow"), Lengths, RunView, CompareView, Query,
        new RunsView { Group = StatusGroup.Ended, Query = Query }, new StudyLook(false, false, true, false, ScoreView.Solved, 4),
    ];
}
