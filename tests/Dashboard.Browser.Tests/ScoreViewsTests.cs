using System.Text.RegularExpressions;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>The switch of the chart of scores: what it shows is in the address, and every seed can be pointed at, walked through and opened.</summary>
public sealed class ScoreViewsTests(Browsers browsers) : IDisposable
{
    private readonly LiveApp app = new();

    [Fact]
    public async Task Scores_SwitchedAndWalked_KeepTheViewInTheAddressAndOpenAPoint()
    {
        var id = await app.Run(new { name = "steps", lengths = new[] { 2, 3, 5 }, seeds = new[] { 1, 2, 3, 4 }, trainCount = 200, validationCount = 50, epochs = 2, protocol = "notebook" });
        await using var visit = await Visit.Start(browsers, app);
        await visit.Open($"/runs/{id}");
        var page = visit.Page;
        var seeds = page.Locator(".seeds[data-ready]");
        // Four seeds: each of them is what one sees first.
        await Assertions.Expect(seeds).ToBeVisibleAsync();
        Assert.DoesNotContain("centre=", page.Url);

        await seeds.Locator(".column").Nth(1).HoverAsync();
        await Assertions.Expect(seeds.Locator(".seeds-tip")).ToContainTextAsync("Length 3, 4 seeds each");
        await Assertions.Expect(page.Locator(".chart .chart-tip").First).ToContainTextAsync("Length 3");
        await seeds.FocusAsync();
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator(".figured", new() { Has = seeds }).Locator(".figure-said")).ToHaveTextAsync(new Regex("^LSTM, length 5: "));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("point=lstm-5"));
        await page.Keyboard.PressAsync("Escape");

        await page.Locator(".chart-card").GetByRole(AriaRole.Button, new() { Name = "Solved", Exact = true }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("centre=solved"));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "MAD under 5" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "More of the view" }).ClickAsync();
        await page.GetByLabel("Solved: MAD under").FillAsync("7.5");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("solved=7.5"));
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "MAD under 7.5" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".chart[data-ready]")).ToHaveCountAsync(2);

        // Old links.
        await visit.Open($"/runs/{id}?centre=median");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Median", Exact = true })).ToHaveAttributeAsync("aria-pressed", "true");
        visit.AssertClean();
    }

    public void Dispose() => app.Dispose();
}
