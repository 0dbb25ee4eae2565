using Dashboard.Engine.Tasks;

namespace Dashboard.Web.Tests.Architecture;

/// <summary>What is a claim's own is in the claim: nothing else in the source asks which one it has before it.</summary>
public sealed class ClaimTests
{
    [Fact]
    public void Ids_OfClaims_StandInTheirOwnFoldersOnly()
    {
        string[] ids = [.. LabTasks.All.SelectMany(t => t.Claims).Distinct().Select(c => $"\"{c.Id}\"")];
        var found =
            from file in Source.Files("*.*").Where(f => Path.GetExtension(f) is ".cs" or ".razor" or ".js")
            where !IsOfClaims(file)
            from line in File.ReadLines(file).Index()
            from id in ids
            where line.Item.Contains(id, StringComparison.Ordinal)
            select $"{Path.GetRelativePath(Source.Root, file)}:{line.Index + 1} {id}";

        Assert.NotEmpty(ids);
        Assert.Empty(found);
    }

    /// <summary>Tasks/*/Claims.</summary>
    private static bool IsOfClaims(string file) => file.Split(Path.DirectorySeparatorChar) is [.., "Tasks", _, "Claims", _];
}
