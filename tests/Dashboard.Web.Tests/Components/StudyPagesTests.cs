using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Runs;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components;

public sealed class StudyPagesTests : PageTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    /// <summary>Two runs that differ in their seeds, with results that take no training.</summary>
    private async Task<string> Done(long[] seeds)
    {
        var id = await App.Launch(new { lengths = new[] { 2, 3, 4 }, trainCount = 8, validationCount = 4, seeds, protocol = "notebook" });
        await App.When(id, r => r.IsEnded);
        return id;
    }

    [Fact]
    public void Study_None_OffersTheDeck()
    {
        var page = Render<StudyPage>();
        Assert.Contains("No study yet", page.Markup);
        Assert.Contains("16 conditions × 27 lengths × 2 models × 5 seeds = 4,320 trials", page.Markup);
        page.Find(".seed-count").Input("0");
        Assert.Contains("Seeds must be 1 to 100.", page.Markup);
    }

    [Fact]
    public void Study_Launched_ShowsEachConditionAsALinkToItsRun()
    {
        var study = App.Runs.LaunchDeck(Protocol.Notebook, [1]);
        var page = Render<StudyPage>(p => p.Add(s => s.Id, study.Id));
        Assert.Equal(study.RunIds.Select(id => $"runs/{id}"), page.FindAll("a.study-panel").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task Study_OtherViews_ShowEverySeedAndTheShareSolved()
    {
        var study = App.Runs.LaunchDeck(Protocol.Notebook, [1, 2, 3, 4]);
        await App.When(study.RunIds[0], r => r.IsEnded);
        Navigation.NavigateTo($"/studies/{study.Id}");
        var page = Render<StudyPage>(p => p.Add(s => s.Id, study.Id));
        // Four seeds: every one of them, two models each.
        page.WaitForAssertion(() => Assert.Contains("M", page.Find($"a[href='runs/{study.RunIds[0]}'] svg.seeds path.bars").GetAttribute("d"), StringComparison.Ordinal), Patience);
        Assert.Contains("Solved (MAD under 5): RNN", page.Find($"a[href='runs/{study.RunIds[0]}']").GetAttribute("aria-label"), StringComparison.Ordinal);

        await page.InvokeAsync(() => page.FindAll(".study-head button").Single(b => b.TextContent.Trim() == "Solved").Click());
        Assert.Contains("centre=solved", Navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("Share of the seeds with a MAD under 5.", page.Markup), Patience);
        Assert.Empty(page.FindAll("svg.seeds"));
        Assert.Contains("100%", page.Find(".axis-part").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Study_PauseThenResume_SteersEveryRun()
    {
        var study = App.Runs.LaunchDeck(Protocol.Notebook, [1]);
        var page = Render<StudyPage>(p => p.Add(s => s.Id, study.Id));
        // On the renderer's own thread, as the page renders by itself while runs train.
        Task Press(string button) => page.InvokeAsync(() => page.FindAll(".page-head button").Single(b => b.TextContent.Trim() == button).Click());
        await Press("Pause");
        RunStatus[] Statuses() => [.. App.Runs.FindStudy(study.Id)!.Value.Runs.Select(r => r.Status)];
        page.WaitForAssertion(() => Assert.True(Statuses().All(r => r is RunStatus.Paused or RunStatus.Done)), Patience);
        page.WaitForElement(".page-head .mud-button-filled", Patience);
        await Press("Resume");
        page.WaitForAssertion(() => Assert.DoesNotContain(RunStatus.Paused, Statuses()), Patience);
    }

    [Fact]
    public async Task Study_RunEndedSinceItWasDrawn_TheOthersArePausedAllTheSame()
    {
        var study = App.Runs.LaunchDeck(Protocol.Notebook, [1]);
        var page = Render<StudyPage>(p => p.Add(s => s.Id, study.Id));
        // In one go on the renderer's thread, so that no news comes between; the last run is paused first.
        await page.InvokeAsync(() =>
        {
            App.Runs.Cancel(study.RunIds[^1]);
            page.FindAll(".page-head button").Single(b => b.TextContent.Trim() == "Pause").Click();
        });
        Assert.All(App.Runs.FindStudy(study.Id)!.Value.Runs.SkipLast(1), r => Assert.True(r.Status is RunStatus.Paused or RunStatus.Done));
    }

    [Fact]
    public async Task Watch_RunEndedBeforeTheFirstNews_IsShownEnded()
    {
        var read = App.Runs.Find(await Done([1]))! with { Status = RunStatus.Running };
        var watch = new RunSetWatch(App.Runs, Services.GetRequiredService<FindingsService>(), [read]);
        var changed = new TaskCompletionSource();
        var following = watch.FollowAsync(() => changed.TrySetResult());
        await changed.Task;
        Assert.Equal(RunStatus.Done, watch.Runs[0].Status);
        watch.Dispose();
        await following;
    }

    [Fact]
    public void Claims_NoSource_ShowsThePublishedVerdicts()
    {
        var page = Render<ClaimsPage>();
        Assert.Contains("Supported", page.Find("#mad-rises").TextContent);
        Assert.Contains("RNN 3.5 × larger", page.Find("#rnn-smaller").TextContent);
        Assert.Contains("larger in 189 of 208 results", page.Find("#rnn-smaller").TextContent);
    }

    [Fact]
    public async Task Claims_TwoRunsOfOneCondition_TakesTheirSeedsTogether()
    {
        var (one, two) = (await Done([1]), await Done([2, 3]));
        Navigation.NavigateTo($"/claims?run={one},{two}");
        var page = Render<ClaimsPage>();
        page.WaitForAssertion(() => Assert.Contains("3 seeds, 1 condition", page.Markup), Patience);
    }

    [Fact]
    public async Task Claims_OneSeed_RunsMoreSeedsBesideIt()
    {
        var id = await Done([7]);
        Navigation.NavigateTo($"/claims?run={id}");
        var page = Render<ClaimsPage>();
        page.WaitForElement(".more button", Patience);
        await page.InvokeAsync(() => page.Find(".more button").Click());
        page.WaitForState(() => Uri.UnescapeDataString(Navigation.Uri).Contains(','), Patience);
        var added = Uri.UnescapeDataString(Navigation.Uri).Split("run=")[1].Split(',')[1];
        Assert.Equal([8L, 9, 10, 11], App.Runs.Find(added)!.Spec.Seeds);
    }

    [Fact]
    public void Claims_UnknownStudy_SaysSo()
    {
        Navigation.NavigateTo("/claims?study=none");
        Assert.Contains("There is no such study", Render<ClaimsPage>().Markup);
    }
}
