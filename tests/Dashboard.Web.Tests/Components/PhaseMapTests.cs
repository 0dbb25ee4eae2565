using Dashboard.Engine.Runs;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components;

public sealed class PhaseMapTests : PageTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private async Task<Study> Trained()
    {
        var (spec, _) = MapRequestValidator.Validate(new()
        {
            Values = [4, 6], Run = RunRequest.From(Trials.Spec([2, 3], seeds: 2)) with { TrainCount = 8, ValidationCount = 4, Models = ["lstm"] },
        });
        var study = App.Runs.LaunchMap(spec!);
        foreach (var id in study.RunIds) await App.When(id, r => r.IsEnded);
        return study;
    }

    private IRenderedComponent<StudyPage> Open(Study study, string query = "")
    {
        Navigation.NavigateTo($"/studies/{study.Id}{query}");
        var page = Render<StudyPage>(p => p.Add(s => s.Id, study.Id));
        page.WaitForElement("svg[role=grid]", Patience);
        return page;
    }

    [Fact]
    public async Task Page_OfATrainedMap_ShowsAGridWithACountInEveryCell()
    {
        var page = Open(await Trained());
        Assert.Equal(["2", "2", "2", "2"], page.FindAll("svg[role=grid] [role=gridcell] text").Select(t => t.TextContent));
        Assert.Contains("LSTM, 4 units, length 2: 2 of 2 solved", page.Markup, StringComparison.Ordinal);
        Assert.Contains("At least half of the LSTM's seeds solve it up to length 3, whatever the hidden size.", page.Find(".map-sentence").TextContent, StringComparison.Ordinal);
        // Not the deck's verdicts.
        Assert.Empty(page.FindAll(".verdicts"));
        Assert.Contains("2 of 2 (34–100%)", page.Find(".map-table").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grid_Keys_GoThroughCellsAndOpenTheirSeeds()
    {
        var page = Open(await Trained());
        var grid = page.Find("svg[role=grid]");
        Assert.Equal("cell-lstm-2-4", grid.GetAttribute("aria-activedescendant"));
        await page.InvokeAsync(() => page.Find("svg[role=grid]").KeyDown("ArrowRight"));
        await page.InvokeAsync(() => page.Find("svg[role=grid]").KeyDown("ArrowUp"));
        Assert.Equal("cell-lstm-3-6", page.Find("svg[role=grid]").GetAttribute("aria-activedescendant"));
        // At the edge it stays.
        await page.InvokeAsync(() => page.Find("svg[role=grid]").KeyDown("ArrowUp"));
        await page.InvokeAsync(() => page.Find("svg[role=grid]").KeyDown("Enter"));

        page.WaitForElement(".cell-panel", Patience);
        Assert.EndsWith("?cell=lstm-3-6", Navigation.Uri, StringComparison.Ordinal);
        Assert.Contains("2 of 2", page.Find(".cell-figure").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll(".cell-seeds tbody tr").Count);
        await page.InvokeAsync(() => page.Find("svg[role=grid]").KeyDown("ArrowLeft"));
        page.WaitForState(() => page.Find(".cell-panel").GetAttribute("aria-label") == "LSTM, 6 units, length 2", Patience);
        await page.InvokeAsync(() => page.Find("svg[role=grid]").KeyDown("Escape"));
        page.WaitForState(() => page.FindAll(".cell-panel").Count == 0, Patience);
    }

    [Fact]
    public async Task Panel_MoreSeeds_JoinTheCell()
    {
        var study = await Trained();
        var page = Open(study, "?cell=lstm-3-6");
        page.WaitForElement(".cell-panel .mud-button-filled", Patience);
        Assert.Contains("10 more seeds", page.Find(".cell-panel .mud-button-filled").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find(".cell-panel .mud-button-filled").Click());

        page.WaitForAssertion(() => Assert.Equal(12, page.FindAll(".cell-seeds tbody tr").Count), Patience);
        Assert.Contains("12/12", page.FindAll("svg[role=grid] [role=gridcell] text").Select(t => t.TextContent));
        Assert.Equal(3, App.Runs.FindStudy(study.Id)!.Value.Runs.Count);
        Assert.Contains("3 runs", page.Find(".run-progress").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_ShownAndThreshold_AreReadAndWritten()
    {
        var page = Open(await Trained(), "?shown=median&under=1.5");
        Assert.Equal(["1.5", "1.5", "1.5", "1.5"], page.FindAll("svg[role=grid] [role=gridcell] text").Select(t => t.TextContent));
        Assert.Contains("None of these lengths", page.Find(".map-sentence").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.FindAll(".map-switches button").Single(b => b.TextContent == "Share solved").Click());
        page.WaitForState(() => page.FindAll("svg[role=grid] [role=gridcell] text").All(t => t.TextContent == "0"), Patience);
        await page.InvokeAsync(() => page.Find(".map-switches input").Change("0"));
        Assert.Contains("above 0", page.Find(".map-switches .field-error").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find(".map-switches input").Change("5"));
        page.WaitForState(() => page.FindAll("svg[role=grid] [role=gridcell] text").All(t => t.TextContent == "2"), Patience);
        Assert.DoesNotContain('?', Navigation.Uri);
    }

    [Fact]
    public async Task Claims_OfAMap_SaysThereAreNone()
    {
        var study = await Trained();
        Navigation.NavigateTo($"/claims?study={study.Id}");
        Assert.Contains("A phase map has no claims", Render<ClaimsPage>().Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lstm-12-6", ModelKind.Lstm, 12, 6.0)]
    [InlineData("rnn-2--0.5", ModelKind.Rnn, 2, -0.5)]
    public void View_Cell_IsReadBack(string text, ModelKind model, int length, double value)
    {
        var cell = new MapCell(model, length, value);
        Assert.Equal(text, MapView.Name(cell));
        Assert.Equal(cell, View($"?cell={text}").Cell);
    }

    [Fact]
    public void View_CellWithoutValueAndBadWords_AreReadAndNamed()
    {
        Assert.Equal(new MapCell(ModelKind.Lstm, 3, null), View("?cell=lstm-3-none").Cell);
        var address = new Dashboard.Web.Addresses.AddressFields("?cell=lstm-x&shown=most&under=0");
        Assert.Equal(new MapView(), MapView.Parse(address, Engine.Tasks.Deck.DeckTask.Mad.Solved));
        Assert.Equal(["cell", "shown", "under"], address.Errors.ByField.Keys.Order());
    }

    private static MapView View(string query) => MapView.Parse(new(query), Engine.Tasks.Deck.DeckTask.Mad.Solved);

    [Fact]
    public void HalfLine_OfRowsThatDiffer_StepsBetweenThemAndBreaksWhereNothingIsKnown()
    {
        var spec = Trials.Spec([2, 4]) with { Models = [ModelKind.Lstm] };
        PhaseCell Cell(int length, double value, bool? solved) => new(ModelKind.Lstm, length, value,
            solved is null ? [] : [new("a", 0, 1, TrialStatus.Done, 1, solved, 1, 1)], 1);
        var map = new PhaseMap("hiddenSize", spec, [2, 3, 4, 6], [2, 4], [ModelKind.Lstm],
            [Cell(2, 2, false), Cell(4, 2, false), Cell(2, 3, true), Cell(4, 3, false), Cell(2, 4, null), Cell(4, 4, true), Cell(2, 6, true), Cell(4, 6, true)], 5);
        var drawing = new MapDrawing(map, ModelKind.Lstm, MapShown.Solved);
        // From the top: 6 (all), 4 (unknown), 3 (one), 2 (none). A cell is 38 × 34.
        var (x, w) = (drawing.Left, drawing.CellWidth);
        Assert.Equal(FormattableString.Invariant($"M{x + 2 * w} 0V34M{x + w} 68V102L{x} 102V136"), drawing.HalfLine());
        Assert.Null(drawing.Rows[1][0].Heat);
        Assert.Equal("At least half of the LSTM's seeds solve it up to length 4 with 6 units, and at no length with 2 units.", drawing.Finding());
    }
}
