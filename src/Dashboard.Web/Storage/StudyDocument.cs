using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using LiteDB;

namespace Dashboard.Web.Storage;

/// <summary>A study as a document.</summary>
internal static class StudyDocument
{
    public static BsonDocument Write(Study study) => new BsonDocument
    {
        ["_id"] = study.Id,
        ["name"] = study.Name,
        ["created"] = Documents.Ticks(study.CreatedAt),
        ["by"] = Documents.Launcher(study.LaunchedBy),
        ["runs"] = Documents.Texts(study.RunIds),
        ["protocol"] = study.Protocol.ToString(),
        ["preset"] = study.Preset,
        ["setting"] = study.Setting,
    }.Seal();

    public static Study Read(BsonDocument document)
    {
        document.Unseal();
        return new()
        {
            Id = document["_id"].AsString,
            Name = document["name"].AsString,
            CreatedAt = document["created"].Time(),
            LaunchedBy = document["by"].MaybeLauncher(),
            RunIds = document["runs"].Texts(),
            Protocol = document["protocol"].Name<Protocol>(),
            Preset = document["preset"].AsString,
            // Null in files from before there were phase maps.
            Setting = document["setting"].MaybeText(),
        };
    }
}
