using System.Text.RegularExpressions;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Web.Tests.Architecture;

/// <summary>What browsers have to know of a cell stands in two places, wwwroot/css/tokens.css and wwwroot/js/inside/network.js, and
/// is what the engine says; every other style and script asks.</summary>
public sealed partial class CellLookTests
{
    private static readonly string Pages = Path.Combine(Source.Root, "..", "wwwroot");

    private static readonly string Tokens = Read("css", "tokens.css"), Networks = Read("js", "inside", "network.js");

    public static TheoryData<string> Cells => [.. Cell.All.Select(c => c.Name)];

    [Fact]
    public void Cells_InStylesScriptsAndWords_AreNamedWhereTheyAreDescribedOnly()
    {
        var names = string.Join('|', Cell.All.Select(c => c.Name));
        // A class in a style, a word of its own in a script or in C#.
        var named = new Regex($@"['""`](?:{names})['""`]|(?<=^|[\s,}}>)])\.(?:{names})\b");
        string[] allowed = ["tokens.css", "network.js", "Brand.razor", "Remedy.cs"];
        var files = Directory.EnumerateFiles(Pages, "*.*", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}lib{Path.DirectorySeparatorChar}"))
            .Concat(Source.Files("*.*")).Where(f => Path.GetExtension(f) is ".css" or ".js" or ".cs" or ".razor").ToArray();

        Assert.Contains(files, f => named.IsMatch(File.ReadAllText(f)));
        Assert.Empty(
            from file in files
            where !allowed.Contains(Path.GetFileName(file)) && !file.Contains($"{Path.DirectorySeparatorChar}Cells{Path.DirectorySeparatorChar}")
            from line in File.ReadLines(file)
            where named.IsMatch(Comment().Replace(line, ""))
            select $"{Path.GetFileName(file)}: {line.Trim()}");
    }

    [Theory, MemberData(nameof(Cells))]
    public void Tokens_EveryCell_HaveItsColourInEveryThemeAndItsMark(string name)
    {
        var cell = Cell.Find(name)!;
        string[] colours = [.. Regex.Matches(Tokens, $@"--{name}: (#[0-9A-F]{{6}});").Select(m => m.Groups[1].Value)];

        // Light, dark by choice, dark by system: files are drawn in the first.
        Assert.Equal(3, colours.Length);
        Assert.Equal(cell.Colour, colours[0]);
        var look = Regex.Match(Tokens, $@"^\.{name} \{{ (.*) \}}$", RegexOptions.Multiline).Groups[1].Value;
        Assert.Contains($"color: var(--{name});", look);
        Assert.Contains($"--tone: var(--{name});", look);
        Assert.Contains("--clip: ", look);
    }

    [Theory, MemberData(nameof(Cells))]
    public void Inside_EveryCell_RunsInTheBrowserWithTheSamePartsAndMark(string name)
    {
        var cell = Cell.Find(name)!;
        var own = Regex.Match(Networks, $@"^    {name}: \{{$(.*?)^    \}},$", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
        string[] maps = [.. Quoted().Matches(Regex.Match(own, @"maps: \[(.*)\]").Groups[1].Value).Select(m => m.Groups[1].Value)];

        Assert.Contains($"gates: {cell.Gates.Count},", own);
        Assert.Contains($"mark: '{cell.Mark.Name}',", own);
        Assert.Contains("formula: '", own);
        Assert.Equal("h", maps[0]);
        Assert.Equal(cell.Inside.Order(), maps.Order());
        Assert.Matches($@"(?m)^    {cell.Mark.Name}: \(x, y, r\) =>", Read("js", "inside", "svg.js"));
        var titles = Regex.Match(Read("js", "inside", "card", "layout.js"), "names = (.*);").Groups[1].Value;
        Assert.All(maps, map => Assert.Contains($" {map}: '", titles));
    }

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([Pages, .. path]));

    [GeneratedRegex(@"^\s*(//|///|\*|/\*|@\*).*$| // .*$")]
    private static partial Regex Comment();

    [GeneratedRegex("'(.*?)'")]
    private static partial Regex Quoted();
}
