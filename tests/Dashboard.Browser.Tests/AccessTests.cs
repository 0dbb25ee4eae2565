using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>From an open lab to one with people: the first token, a member's, and what each of their browsers may.</summary>
public sealed class AccessTests(Browsers browsers) : IDisposable
{
    private readonly LiveApp app = new();

    [Fact]
    public async Task Tokens_MadeOnThePage_ArePeopleWhoChangeTheirOwn()
    {
        var before = await app.Run(new { name = "from before", lengths = new[] { 2, 3 }, trainCount = 200, validationCount = 50, epochs = 2 });
        await using var ada = await Visit.Start(browsers, app);
        await ada.Open("/access");
        await MakeAsync(ada, "Ada");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Log in with it here" }).ClickAsync();
        await Assertions.Expect(ada.Page.GetByText("You are Ada, an admin.")).ToBeVisibleAsync();
        await ada.Open("/access");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Member", Exact = true }).ClickAsync();
        var secret = await MakeAsync(ada, "Max");
        Assert.Empty(await ada.AxeFindings());

        await using var max = await Visit.Start(browsers, app, 390, 844, ColorScheme.Dark);
        await max.Page.GotoAsync(app.Address + "/new");
        await max.Page.GetByLabel("Access token").FillAsync(secret);
        await max.Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await max.Open("/new");
        await max.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        await Assertions.Expect(max.Page.GetByText("Launched by Max")).ToBeVisibleAsync();
        await max.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await Assertions.Expect(max.Page.GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true })).ToBeVisibleAsync();

        // What is not theirs they read, and no more.
        await max.Open("/runs");
        await max.Page.GetByLabel("Edit from before").ClickAsync();
        await Assertions.Expect(max.Page.GetByText("Nobody is known to have made this")).ToBeVisibleAsync();
        await Assertions.Expect(max.Page.GetByRole(AriaRole.Button, new() { Name = "Save" })).ToBeDisabledAsync();
        Assert.Equal(0, await max.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).CountAsync());
        Assert.Empty(await max.AxeFindings());

        await ada.Open("/runs?by=Max");
        await Assertions.Expect(ada.Page.Locator(".runs-table .launcher")).ToHaveTextAsync("Max");
        Assert.True(await ada.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0, "The list of runs scrolls sideways.");
        await ada.Open("/audit");
        await Assertions.Expect(ada.Page.Locator(".audit tbody tr")).ToHaveCountAsync(4);
        Assert.Empty(await ada.AxeFindings());
        await ada.Open("/access");
        await ada.Page.GetByLabel("Revoke the token of Max").ClickAsync();

        await Assertions.Expect(ada.Page.GetByText("Revoked", new() { Exact = true })).ToBeVisibleAsync();
        await max.Page.GotoAsync($"{app.Address}/runs/{before}");
        await Assertions.Expect(max.Page.GetByLabel("Access token")).ToBeVisibleAsync();
        ada.AssertClean();
    }

    private static async Task<string> MakeAsync(Visit visit, string name)
    {
        await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Make token" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText($"The token of {name}")).ToBeVisibleAsync();
        return await visit.Page.GetByLabel("The token", new() { Exact = true }).InputValueAsync();
    }

    public void Dispose() => app.Dispose();
}
