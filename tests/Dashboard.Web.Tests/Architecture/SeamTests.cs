using System.Text.RegularExpressions;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Web.Tests.Architecture;

/// <summary>The seams (docs/design.md): what is a cell's or a task's own stands in its folder, and everybody else asks for it.</summary>
public sealed partial class SeamTests
{
    /// <summary>Where single cells may be named: their folders, the deck's and its published results, and what is offered by name.</summary>
    private static readonly string[] NamesCells =
    [
        "Engine/Training/Cells/", "Engine/Tasks/", "Engine/Published/", "Engine/Experiments/Presets.cs", "Engine/Experiments/Remedy.cs",
        // The published result's columns in the API.
        "Web/Api/Sequences.cs",
    ];

    /// <summary>Where single tasks may be named: their folders, and the deck's generator of sequences.</summary>
    private static readonly string[] NamesTasks = ["Engine/Tasks/", "Engine/Sequences/", "Engine/Experiments/Presets.cs"];

    /// <summary>Where words of the deck's may stand: in its folder, and on what shows the deck and nothing else.</summary>
    private static readonly string[] SpeaksOfTheDeck =
    [
        "Engine/Tasks/Deck/", "Engine/Findings/", "Web/Components/Studies/", "Web/Components/Verdicts/", "Web/Components/SharedLinks/SharedStudy",
        "Web/Components/Shared/DeckGrid.razor", "Web/Components/Pages/Home.razor", "Web/Components/Pages/NewRun.razor", "Web/Components/SequenceData/",
        "Web/Components/Pages/StudyPage", "Web/Components/Pages/ClaimsPage",
    ];

    [Fact]
    public void Cells_ByName_AreKnownInTheirFoldersOnly() => Assert.Empty(Lines(NamesCells,
        // What was brought in may be none of the cells, which is no cell's own.
        new($@"\b{nameof(ModelKind)}\.({string.Join('|', Cell.Kinds)})\b")));

    /// <summary>Lists of what can be trained come from the cells: the enum also has what was brought in and is none of them.</summary>
    [Fact]
    public void Kinds_AllOfTheEnum_AreAskedForWhereWhatWasBroughtInCountsOnly() => Assert.Empty(Lines(
        ["Web/Components/RunDetail/PointName.cs", "Web/Components/Shared/LengthCharts.razor.cs", "Web/Charts/LengthView.cs", "Web/Components/Pages/ImportPage.razor"],
        new(@"GetValues<ModelKind>")));

    [Fact]
    public void Tasks_ByName_AreKnownInTheirFoldersOnly() => Assert.Empty(Lines(NamesTasks, NameOf<SequenceKind>()));

    [Fact]
    public void Words_OfTheDeck_StandWithTheDeckOnly() => Assert.Empty(Lines(SpeaksOfTheDeck, DeckWord()));

    private static IEnumerable<string> Lines(string[] allowed, Regex word) =>
        from file in Source.Files("*.*").Where(f => Path.GetExtension(f) is ".cs" or ".razor")
        let path = Path.GetRelativePath(Source.Root, file).Replace('\\', '/').Replace("Dashboard.", "")
        where !allowed.Any(path.Contains)
        from line in File.ReadLines(file)
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && word.IsMatch(line)
        select $"{path}: {line.Trim()}";

    /// <summary>Any of an enum's values by name.</summary>
    private static Regex NameOf<T>() where T : struct, Enum => new($@"\b{typeof(T).Name}\.({string.Join('|', Enum.GetNames<T>())})\b");

    // In a text: MAD is the deck's score.
    [GeneratedRegex(@"[""> ]MADs?[""< ,.:]")]
    private static partial Regex DeckWord();
}
