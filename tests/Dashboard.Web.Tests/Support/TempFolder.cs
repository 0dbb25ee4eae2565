namespace Dashboard.Web.Tests.Support;

/// <summary>A folder that is removed at the end.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dashboard-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
