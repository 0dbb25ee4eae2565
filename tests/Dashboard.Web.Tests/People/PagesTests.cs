using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.Components.Studies;
using Dashboard.Web.People;
using Dashboard.Web.Tests.Components;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.People;

/// <summary>What pages show and do to people with roles.</summary>
public sealed class PagesTests : PageTest
{
    private static RunSpec Spec(params IReadOnlyList<int> lengths) => RunRequestValidator.Validate(new() { Lengths = lengths, TrainCount = 8, ValidationCount = 4 }).Spec!;

    private TokenService Tokens => App.Services.GetRequiredService<TokenService>();

    /// <summary>Whoever looks from now on has a token of this name and role; an admin's is there before.</summary>
    private AccessToken As(string name, Role role)
    {
        if (!Tokens.Any) Tokens.Make("Root", Role.Admin, null);
        var token = Tokens.Make(name, role, null).Token;
        Who = Person.Of(token);
        return token;
    }

    [Fact]
    public void NewRun_ByAViewer_CannotBeStartedAndSaysWhy()
    {
        As("Vera", Role.Viewer);
        var page = Render<NewRun>();

        Assert.True(page.FindAll("button").Single(b => b.TextContent.Trim() == "Start").HasAttribute("disabled"));
        Assert.Contains("A viewer's token cannot launch runs", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void StudyStart_ByAMember_LaunchesInTheirName()
    {
        As("Max", Role.Member);
        var start = Render<StudyStart>();
        start.Find("input.seed-count").Input("1");

        start.FindAll("button").Single(b => b.TextContent.Trim() == "Start").Click();

        var study = Assert.Single(App.Runs.Studies());
        Assert.Equal("Max", study.LaunchedBy?.Name);
    }

    [Fact]
    public void RunPage_OfSomebodyElse_HasNothingToSteerWith()
    {
        var run = App.Runs.Launch(Spec(HeldTrainer.HeldLength), by: new("name:MIA", "Mia"));
        As("Max", Role.Member);
        var page = Render<Dashboard.Web.Components.Pages.RunPage>(p => p.Add(r => r.Id, run.Id));

        Assert.Contains("Launched by Mia", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent.Trim() is "Pause" or "Cancel" or "Resume");
        Assert.Contains(page.FindAll("button"), b => b.TextContent.Trim() == "Share");
        App.Runs.Cancel(run.Id);
    }

    [Fact]
    public void StudyPage_OfSomebodyElse_HasNothingToSteerWith()
    {
        var study = App.Runs.LaunchDeck(Protocol.Notebook, [1], by: new("name:MIA", "Mia"));
        As("Max", Role.Member);
        var page = Render<StudyPage>(p => p.Add(s => s.Id, study.Id));

        Assert.Contains("Launched by Mia", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(page.FindAll("button"), b => b.TextContent.Trim() is "Pause" or "Cancel all" or "Resume");
    }

    [Fact]
    public async Task RunPage_TokenRevokedMeanwhile_SteersNothing()
    {
        var run = App.Runs.Launch(Spec(HeldTrainer.HeldLength), by: new("name:MAX", "Max"));
        App.Runs.Pause(run.Id);
        var token = As("Max", Role.Member);
        var page = Render<Dashboard.Web.Components.Pages.RunPage>(p => p.Add(r => r.Id, run.Id));
        page.WaitForAssertion(() => Resume(), TestApp.Patience);

        // In one go: news of the run draws the page anew, and without a token it has no such button.
        await page.InvokeAsync(() =>
        {
            var resume = Resume();
            Tokens.Revoke(token.Id);
            resume.Click();
        });

        page.WaitForAssertion(() => Assert.Contains("Your token was revoked.", page.Markup, StringComparison.Ordinal), TestApp.Patience);
        Assert.Equal(RunStatus.Paused, App.Runs.Find(run.Id)!.Status);

        AngleSharp.Dom.IElement Resume() => page.FindAll("button").Single(b => b.TextContent.Trim() == "Resume");
    }

    [Fact]
    public void RunsPage_WithNames_FiltersByWhoLaunched()
    {
        App.Runs.Launch(Spec(2), "of Mia", by: new("name:MIA", "Mia"));
        App.Runs.Launch(Spec(2), "of nobody");
        As("Max", Role.Member);
        Services.GetRequiredService<NavigationManager>().NavigateTo("runs?by=MIA");
        var page = Render<RunsPage>();

        Assert.Contains("of Mia", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("of nobody", page.Markup, StringComparison.Ordinal);
        Assert.Equal("Mia", page.Find("select[aria-label='Launched by'] option[selected]").TextContent);
        Assert.Contains("Launched by", page.Find("thead").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void RunsPage_WithoutNames_SaysNothingOfThem()
    {
        App.Runs.Launch(Spec(2), by: new("browser:1", null));
        Assert.DoesNotContain("Launched by", Render<RunsPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Access_FirstTokenOnAnOpenLab_IsShownOnceWithALogin()
    {
        var page = Render<AccessPage>();
        Assert.Contains("asks nobody for a token", page.Markup, StringComparison.Ordinal);
        page.Find("#token-name").Input("Ada");
        page.Find("form.token-form").Submit();

        var secret = page.Find(".made-token input[readonly]").GetAttribute("value")!;
        Assert.Equal("Ada", Tokens.Open(secret)!.Name);
        Assert.Equal(secret, page.Find("form[action=login] input[name=token]").GetAttribute("value"));
        Assert.Empty(page.FindAll("form.token-form"));
        // The page is still open, and the lab is not any more.
        Assert.Throws<NotAllowedException>(() => Services.GetRequiredService<LabActions>().MakeToken("Eve", Role.Admin));
    }

    [Fact]
    public void Access_ByAnAdmin_MakesAndRevokes()
    {
        As("Ada", Role.Admin);
        var page = Render<AccessPage>();
        page.Find("#token-name").Input("ada");
        page.Find("form.token-form").Submit();
        Assert.Contains("There is a token of this name", page.Find("#token-name-error").TextContent, StringComparison.Ordinal);
        page.Find("#token-name").Input("Max");
        page.Find("form.token-form").Submit();
        Assert.Contains(Tokens.List(), t => t is { Name: "Max", Role: Role.Member, CreatedBy: "Ada" });

        page.Find("button[aria-label='Revoke the token of Max']").Click();

        Assert.False(Tokens.List().Single(t => t.Name == "Max").IsAlive);
        Assert.Contains("Max", Render<AuditPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Audit_OfATryThatWasRefused_SaysWhatWasTried()
    {
        As("Ada", Role.Admin);
        Services.GetRequiredService<IAuditStore>().Add(new("1", DateTime.UtcNow, "Max", Deed.Delete, "run", "Ada's run", Refused: true));

        var navigation = Services.GetRequiredService<NavigationManager>();
        Assert.Contains("Was not allowed to delete runs", Render<AuditPage>().Markup, StringComparison.Ordinal);
        navigation.NavigateTo("audit?deed=delete");
        Assert.Contains("No line matches", Render<AuditPage>().Markup, StringComparison.Ordinal);
        navigation.NavigateTo("audit");
        Render<AuditPage>().Find("select[aria-label=What]").Change("refused");
        Assert.Contains("refused=true", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Access_ByAMember_SaysWhoTheyAreAndShowsNoTokens()
    {
        As("Max", Role.Member);
        var page = Render<AccessPage>();

        Assert.Contains("You are Max, a member.", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Root", page.Markup, StringComparison.Ordinal);
        Assert.Contains("A member's token cannot see who did what", Render<AuditPage>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void TurnWords_OfAQueue_SayWhoseTurnItIs()
    {
        Turn ada = new(new("name:ADA", "Ada"), ["a1", "a2"]), ben = new(new("name:BEN", "Ben"), ["b"]), browser = new(new("browser:1", null), ["x"]), old = new(null, ["o"]);

        Assert.Null(TurnWords.Of("a1", [ada]));
        Assert.Equal("Waits for 1 earlier run of Ada.", TurnWords.Of("a2", [ada]));
        Assert.Equal("Waits for 1 earlier run of Ada. Trials take turns with those of Ben and 1 other without a name.", TurnWords.Of("a2", [ada, ben, browser]));
        Assert.Equal("Trials take turns with those of Ada.", TurnWords.Of("b", [ada, ben]));
        Assert.Equal("Trials take turns between Ada (2 runs), Ben (1 run) and 2 others without a name.", TurnWords.All([ada, browser, ben, old]));
        Assert.Null(TurnWords.All([ada]));
        Assert.Null(TurnWords.Of("gone", [ada, ben]));
    }
}
