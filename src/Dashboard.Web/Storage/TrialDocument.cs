using System.Globalization;
using Dashboard.Engine.Runs;
using LiteDB;

namespace Dashboard.Web.Storage;

/// <summary>A trial as a document: an id that puts a run's trials side by side, by index, in the primary index, and its bytes.</summary>
internal static class TrialDocument
{
    private const string Bytes = "b";

    public static BsonDocument Write(string runId, Trial trial) => new()
    {
        ["_id"] = runId + "/" + trial.Index.ToString("D6", CultureInfo.InvariantCulture),
        [Bytes] = TrialBlob.Write(trial),
    };

    public static Trial Read(BsonDocument document) => TrialBlob.Read(document[Bytes].AsBinary);

    /// <summary>One range of the primary index: BETWEEN, as two comparisons would scan to the index's end.</summary>
    public static BsonExpression OfRun(string runId) => BsonExpression.Create("$._id BETWEEN @0 AND @1", runId + "/", runId + "/~");
}
