using Dashboard.Engine.Runs;
using Dashboard.Web.Sharing;
using LiteDB.Engine;

namespace Dashboard.Web.Storage;

/// <summary>All that is kept in memory, read when the store opens: everything but trials and frozen pages.</summary>
internal sealed record StoredContents(Run[] Runs, Study[] Studies, Share[] Shares)
{
    /// <exception cref="InvalidDataException">A document is damaged.</exception>
    public static StoredContents Read(LiteEngine engine) => new(
        [.. engine.Documents(Collections.Runs).Select(RunDocument.Read)],
        [.. engine.Documents(Collections.Studies).Select(StudyDocument.Read)],
        [.. engine.Documents(Collections.Shares).Select(ShareDocument.Read)]);
}
