using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Components.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components;

public sealed class NewRunTests : PageTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Start_AfterChoosingTaskAndPanel_LaunchesIt()
    {
        var page = Render<NewRun>();
        page.FindAll(".task-card")[1].Click();
        page.Find("[aria-label^='Realistic, noise 2, standardized']").Click();
        page.FindAll("button").Single(b => b.TextContent.Trim() == "Start").Click();
        var run = App.Runs.List(new()).Items.Single();
        App.Runs.Cancel(run.Id);
        Assert.Equal($"/runs/{run.Id}", new Uri(Navigation.Uri).AbsolutePath);
        Assert.Equal(("Realistic, noise 2, standardized", SequenceKind.Realistic, 2.0, true, Protocol.Notebook, 270),
            (run.Name, run.Spec.Sequence, run.Spec.Noise, run.Spec.Standardize, run.Spec.Protocol, run.TrialsTotal));
    }

    [Fact]
    public void ChooseTask_OverAnEditedForm_FillsItAndPutsBackWhatStoodThere()
    {
        var page = Render<NewRun>();
        page.Find("[data-field='seeds']").Input("1-3");
        page.WaitForAssertion(() => Assert.Contains("54 trials × 3 seeds", page.Markup), Patience);
        page.FindAll(".task-card").Single(c => c.TextContent.Contains("Add up the two marked", StringComparison.Ordinal)).Click();
        page.WaitForAssertion(() => Assert.Equal(("Adding, lengths 10 to 100", "1–5"), (Value(page, "name"), Value(page, "seeds"))), Patience);
        Assert.Empty(page.FindAll(".deck"));
        Assert.Contains("error under 0.04", page.Markup);
        page.FindAll("button").Single(b => b.TextContent.Trim() == "Put back what stood there").Click();
        Assert.Equal(("Simple, no noise, raw inputs", "1-3"), (Value(page, "name"), Value(page, "seeds")));
    }

    [Fact]
    public void ChooseTask_EveryCard_CanBeStartedAsItIs()
    {
        var page = Render<NewRun>();
        for (var i = 0; i < LabTasks.All.Count; i++)
        {
            page.FindAll(".task-card")[i].Click();
            page.WaitForAssertion(() => Assert.Equal("true", page.FindAll(".task-card")[i].GetAttribute("aria-checked")), Patience);
            Assert.False(page.FindAll("button").Single(b => b.TextContent.Trim() == "Start").HasAttribute("disabled"));
        }
    }

    [Fact]
    public void Cards_WhereNoMemoryScoresByLength_SayAtWhich() =>
        Assert.Contains("0.173 at\u00a0T\u00a0100", Render<NewRun>().FindAll(".task-card")[^1].TextContent, StringComparison.Ordinal);

    [Fact]
    public void ChooseTask_OnAPhone_FoldsTheListAgain()
    {
        var page = Render<NewRun>();
        bool IsOpen() => page.Find(".task-cards").ClassList.Contains("open");
        Assert.False(IsOpen());
        page.FindAll("button").Single(b => b.TextContent.Trim() == "All 7 tasks").Click();
        Assert.True(IsOpen());
        page.FindAll(".task-card")[3].Click();
        Assert.False(IsOpen());
        // The one that is left unfolds it too.
        page.FindAll(".task-card")[3].Click();
        Assert.True(IsOpen());
    }

    [Fact]
    public void Render_FromARunWithoutEarlyStopping_HasItsEpochsAsPatience()
    {
        var run = App.Runs.Launch(Presets.Run(Presets.Panels[0], Protocol.Notebook, [1]), "mine");
        App.Runs.Cancel(run.Id);
        Navigation.NavigateTo($"/new?from={run.Id}&patience=20");
        var page = Render<NewRun>();
        Assert.Equal(("20", "mine, without early stopping"), (Value(page, "patience"), Value(page, "name")));
    }

    [Fact]
    public void Start_WithAnotherThreshold_OpensTheRunWithItAndTrainsTheSame()
    {
        var page = Render<NewRun>();
        page.Find("[data-field='solvedUnder']").Change("7.5");
        Assert.Contains("The run's page opens with it.", page.Markup);
        page.FindAll("button").Single(b => b.TextContent.Trim() == "Start").Click();
        var run = App.Runs.List(new()).Items.Single();
        App.Runs.Cancel(run.Id);
        Assert.Equal($"/runs/{run.Id}?solved=7.5", new Uri(Navigation.Uri).PathAndQuery);
        Assert.Equal(Presets.Run(Presets.Panels[0], Protocol.Notebook, [1, 2, 3, 4, 5]), run.Spec);
    }

    [Fact]
    public void ChooseProtocol_PaperThatSaysWhereMarksStand_LeavesNothingToChooseOfThem()
    {
        Navigation.NavigateTo("/new?sequence=adding");
        var page = Render<NewRun>();
        Assert.Contains("One in each half", page.Markup);
        page.FindAll("button").Single(b => b.TextContent.Trim() == "Paper").Click();
        page.WaitForAssertion(() => Assert.DoesNotContain("One in each half", page.Markup), Patience);
        Assert.False(page.FindAll("button").Single(b => b.TextContent.Trim() == "Start").HasAttribute("disabled"));
    }

    [Fact]
    public void Render_AddressOfAPapersForm_HasThePapersSettings()
    {
        Navigation.NavigateTo("/new?sequence=adding&protocol=paper");
        var page = Render<NewRun>();
        Assert.Equal(("100", "2,560", "4", "5", "−3"),
            (Value(page, "lengths"), Value(page, "validationCount"), Value(page, "hiddenSize"), Value(page, "forgetBias"), Value(page, "inputGateBias")));
        Assert.False(page.FindAll("button").Single(b => b.TextContent.Trim() == "Start").HasAttribute("disabled"));
    }

    [Fact]
    public void DataSeed_OfATaskWhosePaperNamesNone_IsNotCalledPublished()
    {
        var page = Render<NewRun>();
        Assert.Contains("42: published", page.Markup);
        page.FindAll(".task-card")[3].Click();
        page.WaitForAssertion(() => Assert.Equal("42", Value(page, "dataSeed")), Patience);
        Assert.DoesNotContain("42: published", page.Markup);
    }

    [Fact]
    public void Type_BadNumber_ShowsItsErrorAndStopsStart()
    {
        var page = Render<NewRun>();
        page.Find("[data-field='hiddenSize']").Input("500");
        page.WaitForAssertion(() => Assert.Contains("Must be a whole number, 1 to 128.", page.Markup), Patience);
        Assert.True(page.FindAll("button").Single(b => b.TextContent.Trim() == "Start").HasAttribute("disabled"));
        Assert.Contains("1 field needs attention", page.Markup);
    }

    [Fact]
    public void Render_FromARun_TakesItsConfiguration()
    {
        var run = App.Runs.Launch(Presets.Run(Presets.Panels[3], Protocol.Slides, [7, 9]) with { Lengths = [1000], HiddenSize = 12, ClipNorm = 0.5 }, "mine");
        App.Runs.Cancel(run.Id);
        Navigation.NavigateTo($"/new?from={run.Id}");
        var page = Render<NewRun>();
        Assert.Equal(("mine, changed", "12", "7, 9", "0.5"), (Value(page, "name"), Value(page, "hiddenSize"), Value(page, "seeds"), Value(page, "clipNorm")));
    }

    [Fact]
    public void Render_FromARunTooLargeToLookInside_TakesItsConfigurationWithSixUnitsInOneLayer()
    {
        var run = App.Runs.Launch(Presets.Run(Presets.Panels[3], Protocol.Slides, [7, 9]) with { Lengths = [12], HiddenSize = 64, Layers = 2 }, "mine");
        App.Runs.Cancel(run.Id);
        Navigation.NavigateTo($"/new?from={run.Id}&hiddenSize=6&layers=1");
        var page = Render<NewRun>();
        Assert.Equal(("mine, changed", "6", "1", "7, 9", "12"), (Value(page, "name"), Value(page, "hiddenSize"), Value(page, "layers"), Value(page, "seeds"), Value(page, "lengths")));
    }

    [Fact]
    public void LaunchDeck_Clicked_LaunchesAStudyOfSixteen()
    {
        var page = Render<NewRun>();
        page.FindAll("button").Single(b => b.TextContent.Trim() == "Run the whole deck").Click();
        var study = App.Runs.Studies().Single();
        foreach (var id in study.RunIds) App.Runs.Cancel(id);
        Assert.Equal(16, study.RunIds.Count);
        Assert.EndsWith(study.Id, Navigation.Uri);
    }

    [Fact]
    public void Render_DraftOfThisAddressInTheBrowser_IsAsItWasLeft()
    {
        JSInterop.SetupModule("./js/browser.js").Setup<Dictionary<string, string>?>("readDraft", "new||||||").SetResult(new()
        {
            ["learningRate"] = "0,02x", ["name"] = "mine", ["models"] = "gru", ["sequence"] = "realistic", ["tags"] = "\"a, b\"", ["more"] = "", ["nonsense"] = "1", ["engine"] = "9",
        });
        var page = Render<NewRun>();
        page.WaitForAssertion(() => Assert.Equal(("0,02x", "mine", "\"a, b\""), (Value(page, "learningRate"), Value(page, "name"), Value(page, "tags"))), Patience);
        Assert.Contains("not started yet", page.Markup);
        Assert.Equal("true", page.Find(".model-choice.gru").GetAttribute("aria-pressed"));
        page.FindAll("button").Single(b => b.TextContent.Trim() == "Start afresh").Click();
        Assert.Equal("0.01", Value(page, "learningRate"));
        Assert.DoesNotContain("not started yet", page.Markup);
    }

    private static string? Value(IRenderedComponent<NewRun> page, string field) => page.Find($"[data-field='{field}']").GetAttribute("value");
}
