using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;
using LiteDB;

namespace Dashboard.Web.Storage;

/// <summary>A run and its complete spec as a document.</summary>
internal static class RunDocument
{
    private const byte SummaryVersion = 1;

    public static BsonDocument Write(Run run) => new BsonDocument
    {
        ["_id"] = run.Id,
        ["study"] = run.StudyId,
        ["name"] = run.Name,
        ["notes"] = run.Notes,
        ["tags"] = Documents.Texts(run.Tags),
        ["status"] = run.Status.ToString(),
        ["created"] = Documents.Ticks(run.CreatedAt),
        ["by"] = Documents.Launcher(run.LaunchedBy),
        ["started"] = Documents.Ticks(run.StartedAt),
        ["ended"] = Documents.Ticks(run.EndedAt),
        ["deleted"] = Documents.Ticks(run.DeletedAt),
        ["seconds"] = run.Seconds,
        ["done"] = run.TrialsDone,
        ["diverged"] = run.TrialsDiverged,
        ["failed"] = run.TrialsFailed,
        ["unsure"] = run.UnsureTrials is { } unsure ? unsure : BsonValue.Null,
        ["wentOnAt"] = run.WentOnAt is { } before ? before : BsonValue.Null,
        ["error"] = run.Error,
        ["check"] = run.SelfCheck is { } check
            ? new BsonDocument { ["difference"] = Documents.Maybe(check.LargestRelativeDifference), ["note"] = check.Note, ["validation"] = Documents.Maybe(check.ValidationDifference) }
            : BsonValue.Null,
        ["spec"] = Spec(run.Spec),
        ["summary"] = Summary(run.Summary),
    }.Seal();

    public static Run Read(BsonDocument document)
    {
        document.Unseal();
        var check = document["check"];
        return new()
        {
            Id = document["_id"].AsString,
            StudyId = document["study"].MaybeText(),
            Name = document["name"].AsString,
            Notes = document["notes"].AsString,
            Tags = document["tags"].Texts(),
            Status = document["status"].Name<RunStatus>(),
            CreatedAt = document["created"].Time(),
            LaunchedBy = document["by"].MaybeLauncher(),
            StartedAt = document["started"].MaybeTime(),
            EndedAt = document["ended"].MaybeTime(),
            DeletedAt = document["deleted"].MaybeTime(),
            Seconds = document["seconds"].AsDouble,
            TrialsDone = document["done"].AsInt32,
            TrialsDiverged = document["diverged"].AsInt32,
            TrialsFailed = document["failed"].AsInt32,
            UnsureTrials = document["unsure"] is { IsInt32: true } unsure ? unsure.AsInt32 : null,
            WentOnAt = document["wentOnAt"] is { IsInt32: true } before ? before.AsInt32 : null,
            Error = document["error"].MaybeText(),
            SelfCheck = check.IsNull ? null : new(check["difference"].MaybeDouble(), check["note"].MaybeText(), check["validation"].MaybeDouble()),
            Spec = Spec(document["spec"].AsDocument),
            Summary = Summary(document["summary"].AsBinary),
        };
    }

    private static BsonDocument Spec(RunSpec spec) => new()
    {
        ["protocol"] = spec.Protocol.ToString(),
        ["sequence"] = spec.Sequence.ToString(),
        ["variant"] = spec.Variant,
        ["noise"] = spec.Noise,
        ["standardize"] = spec.Standardize,
        ["lengths"] = Documents.Numbers(spec.Lengths),
        ["testLengths"] = Documents.Numbers(spec.TestLengths),
        ["models"] = Documents.Texts(spec.Models.Select(m => m.ToString())),
        ["seeds"] = Documents.Numbers(spec.Seeds),
        ["dataSeed"] = spec.DataSeed,
        ["freshData"] = spec.FreshData,
        ["trainCount"] = spec.TrainCount,
        ["validationCount"] = spec.ValidationCount,
        ["low"] = spec.Low,
        ["high"] = spec.High,
        ["hiddenSize"] = spec.HiddenSize,
        ["layers"] = spec.Layers,
        ["epochs"] = spec.Epochs,
        ["patience"] = spec.Patience,
        ["batchSize"] = spec.BatchSize,
        ["learningRate"] = spec.LearningRate,
        ["engine"] = spec.Engine.ToString(),
        ["recurrentInit"] = spec.RecurrentInit.ToString(),
        ["forgetBias"] = Documents.Maybe(spec.ForgetBias),
        ["inputGateBias"] = Documents.Maybe(spec.InputGateBias),
        ["clipNorm"] = Documents.Maybe(spec.ClipNorm),
        ["trialTimeLimit"] = Documents.Maybe(spec.TrialTimeLimit),
        ["brought"] = spec.Brought is { } brought ? Brought(brought) : BsonValue.Null,
    };

    private static RunSpec Spec(BsonDocument spec) => new()
    {
        Protocol = spec["protocol"].Name<Protocol>(),
        Sequence = spec["sequence"].Name<SequenceKind>(),
        Variant = spec["variant"].MaybeText() ?? "",
        Noise = spec["noise"].AsDouble,
        Standardize = spec["standardize"].AsBoolean,
        Lengths = spec["lengths"].Numbers<int>() is var lengths && lengths.AsSpan().SequenceEqual(DeckLengths) ? DeckLengths : lengths,
        TestLengths = spec["testLengths"].IsNull ? [] : spec["testLengths"].Numbers<int>(),
        Models = [.. spec["models"].AsArray.Select(m => m.Name<ModelKind>())],
        Seeds = spec["seeds"].Numbers<long>(),
        DataSeed = spec["dataSeed"].AsInt64,
        FreshData = spec["freshData"].AsBoolean,
        TrainCount = spec["trainCount"].AsInt32,
        ValidationCount = spec["validationCount"].AsInt32,
        Low = spec["low"].AsInt32,
        High = spec["high"].AsInt32,
        HiddenSize = spec["hiddenSize"].AsInt32,
        Layers = spec["layers"].AsInt32,
        Epochs = spec["epochs"].AsInt32,
        Patience = spec["patience"].AsInt32,
        BatchSize = spec["batchSize"].AsInt32,
        LearningRate = spec["learningRate"].AsDouble,
        Engine = spec["engine"].Name<EngineChoice>(),
        RecurrentInit = spec["recurrentInit"].Name<RecurrentInit>(),
        ForgetBias = spec["forgetBias"].MaybeDouble(),
        InputGateBias = spec["inputGateBias"].MaybeDouble(),
        ClipNorm = spec["clipNorm"].MaybeDouble(),
        TrialTimeLimit = spec["trialTimeLimit"].MaybeDouble(),
        Brought = spec["brought"] is { IsDocument: true } brought ? Brought(brought.AsDocument) : null,
    };

    private static BsonDocument Brought(BroughtIn brought) => new()
    {
        ["file"] = brought.File,
        ["models"] = Documents.Texts(brought.Models.Select(m => m.Model.ToString())),
        ["names"] = Documents.Texts(brought.Models.Select(m => m.Name)),
        ["columns"] = (int)brought.Columns,
        ["missing"] = Documents.Numbers(brought.Missing),
    };

    private static BroughtIn Brought(BsonDocument brought) => new()
    {
        File = brought["file"].AsString,
        Models = [.. brought["models"].AsArray.Zip(brought["names"].AsArray, (model, name) => new BroughtModel(model.Name<ModelKind>(), name.AsString))],
        Columns = (BroughtColumns)brought["columns"].AsInt32,
        Missing = brought["missing"].Numbers<int>(),
    };

    // Most runs share the deck's lengths: one array for all of them.
    private static int[] DeckLengths { get; } = [.. Presets.Lengths];

    private static byte[] Summary(IReadOnlyList<ModelSummary> summary)
    {
        var blob = new BlobWriter(SummaryVersion);
        blob.Int(summary.Count);
        foreach (var model in summary)
        {
            blob.Name(model.Model);
            blob.MaybeDoubles(model.Mad);
            blob.MaybeDoubles(model.GradientMean);
        }
        return blob.Finish();
    }

    private static ModelSummary[] Summary(byte[] bytes)
    {
        var blob = new BlobReader(bytes, SummaryVersion);
        var summary = new ModelSummary[blob.Int()];
        for (var i = 0; i < summary.Length; i++)
            summary[i] = new(blob.Name<ModelKind>(), blob.MaybeDoubles(), blob.MaybeDoubles());
        return summary;
    }
}
