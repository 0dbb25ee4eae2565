using Dashboard.Engine.Runs;

namespace Dashboard.Web.Api;

/// <summary>What a study is launched from.</summary>
public sealed record StudyRequest
{
    public string? Name { get; init; }

    /// <summary>"deck": the 16 panels; "map": a phase map.</summary>
    public string? Preset { get; init; }
    public string? Protocol { get; init; }
    public IReadOnlyList<long>? Seeds { get; init; }
    public IReadOnlyList<string>? Models { get; init; }
    public string? Engine { get; init; }

    /// <summary>The phase map.</summary>
    public MapRequest? Map { get; init; }
}
