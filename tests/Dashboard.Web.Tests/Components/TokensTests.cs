using System.Text.RegularExpressions;

namespace Dashboard.Web.Tests.Components;

public sealed partial class TokensTests
{
    [Fact]
    public void Tokens_ChosenDarkAndSystemDark_AreTheSame()
    {
        var blocks = Block().Matches(File.ReadAllText(Path.Combine(Root(), "wwwroot", "css", "tokens.css")))
            .Where(m => m.Value.Contains("color-scheme: dark")).Select(m => Space().Replace(m.Groups["body"].Value, " ").Trim()).ToList();
        Assert.Equal(2, blocks.Count);
        Assert.Equal(blocks[0], blocks[1]);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dashboard.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"\{(?<body>[^{}]*)\}")]
    private static partial Regex Block();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
