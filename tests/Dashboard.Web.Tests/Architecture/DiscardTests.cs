using System.Text.RegularExpressions;

namespace Dashboard.Web.Tests.Architecture;

/// <summary>Nobody hears what a task throws that is discarded.</summary>
public sealed partial class DiscardTests
{
    [Fact]
    public void Tasks_InTheSource_AreNotDiscarded()
    {
        var source = Path.Combine(Root(), "src");
        var found =
            from file in Directory.EnumerateFiles(source, "*.*", SearchOption.AllDirectories)
            where Path.GetExtension(file) is ".cs" or ".razor" && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")
            where Path.GetFileName(file) != "BackgroundWork.cs"
            from line in File.ReadLines(file).Index()
            where Discard().IsMatch(line.Item)
            select $"{Path.GetRelativePath(source, file)}:{line.Index + 1} {line.Item.Trim()}";

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("        _ = InvokeAsync(FollowAsync);", true)]
    [InlineData("if (late) _ = Task.Run(() => Draw());", true)]
    [InlineData("_ = page.LoadAsync();", true)]
    [InlineData("    private static int Get(int x) => x switch { 0 => 1, _ => 2 };", false)]
    [InlineData("_ = int.TryParse(text, out var number);", false)]
    public void Discard_OfATask_IsSeen(string line, bool seen) => Assert.Equal(seen, Discard().IsMatch(line));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dashboard.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"\b_ = (.*Async\(|Task\.)")]
    private static partial Regex Discard();
}
