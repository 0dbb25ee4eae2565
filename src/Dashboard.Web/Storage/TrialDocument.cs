using System.Globalization;
using Dashboard.Engine.Runs;
using LiteDB;

namespace Dashboard.Web.Storage;

/// <summary>A trial as a document: an id that puts a run's trials side by side, by index, in the primary index, and its bytes.</summary>
internal static class TrialDocument
{
    public const string Bytes = "b";

    public static BsonDocument Write(string runId, Trial trial) => new()
    {
        ["_id"] = Key(runId, trial.Index),
        [Bytes] = TrialBlob.Write(trial),
    };

    public static string Key(string runId, int index) => runId + "/" + index.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>The index in a trial's id; null where that is none.</summary>
    public static int? Index(BsonValue key) =>
        key.IsString && int.TryParse(key.AsString.AsSpan(key.AsString.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    public static Trial Read(BsonDocument document) => TrialBlob.Read(document[Bytes].AsBinary);

    /// <summary>One range of the primary index: BETWEEN, as two comparisons would scan to the index's end.</summary>
    public static BsonExpression OfRun(string runId) => BsonExpression.Create("$._id BETWEEN @0 AND @1", runId + "/", runId + "/~");
}
