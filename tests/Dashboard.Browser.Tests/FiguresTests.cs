using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>What every chart and map has: its table one key away, a walk that says its points, its picture; and the list of keys.</summary>
public sealed class FiguresTests(Browsers browsers, LiveApp app) : IClassFixture<LiveApp>
{
    private Task<string> Run() => app.Once(new { name = "Two & <seeds>", lengths = new[] { 2, 3, 5 }, seeds = new[] { 1, 2 }, trainCount = 200, validationCount = 50, epochs = 2, protocol = "notebook" });

    // Its maps are there from the start; cancelled, as its numbers do not matter.
    private async Task<string> Deck()
    {
        using var client = app.Client();
        var created = await client.PostAsJsonAsync("/api/studies", new { protocol = "notebook", seeds = new[] { 1 } });
        var study = (await created.Content.ReadFromJsonAsync<JsonObject>())!;
        foreach (var run in study["runs"]!.AsArray().Reverse()) await client.PostAsync($"/api/runs/{(string)run!["id"]!}/cancel", null);
        return (string)study["id"]!;
    }

    [Fact]
    public async Task EveryChart_ByKeyboard_HasItsTableAndSaysItsPoints()
    {
        var id = await Run();
        var deck = await Deck();
        await using var visit = await Visit.Start(browsers, app);
        foreach (var (path, charts) in new[]
        {
            ("/", 2), ($"/runs/{id}", 2), ($"/runs/{id}?tab=flow", 5), ($"/runs/{id}?centre=solved&point=lstm-3", 4), ($"/compare?runs={id},published:simple-0-raw", 2),
            ("/data", 2), ("/data?sequence=adding&length=20", 3), ($"/runs/{id}/learnt?length=3", 7), ($"/studies/{deck}", 2), ("/claims", 5),
        })
        {
            await visit.Open(path);
            var figures = visit.Page.Locator(".figured:visible");
            await Assertions.Expect(figures.Nth(charts - 1)).ToBeVisibleAsync();
            for (var i = 0; i < await figures.CountAsync(); i++)
            {
                var figure = figures.Nth(i);
                var drawing = figure.Locator(".figure-drawing[tabindex], .figure-drawing [tabindex='0']").First;
                if (await drawing.Locator("xpath=self::*[contains(@class, 'chart') or contains(@class, 'seeds')]").CountAsync() > 0)
                    await Assertions.Expect(drawing).ToHaveAttributeAsync("data-ready", "");
                await drawing.FocusAsync();
                await visit.Page.Keyboard.PressAsync("Home");
                await Assertions.Expect(figure.Locator(".figure-said")).ToHaveTextAsync(new Regex(@".+: .+"));
                await visit.Page.Keyboard.PressAsync("t");
                var table = figure.GetByRole(AriaRole.Region);
                await Assertions.Expect(table).ToBeFocusedAsync();
                Assert.True(await table.Locator("tbody tr").CountAsync() > 0, $"{path}, chart {i}: an empty table");
                await visit.Page.Keyboard.PressAsync("T");
                await Assertions.Expect(table).ToBeHiddenAsync();
                await Assertions.Expect(drawing).ToBeFocusedAsync();
            }
        }
        visit.AssertClean();
    }

    [Fact]
    public async Task Inside_T_GoesToTheNumbersAndBack()
    {
        var id = await Run();
        await using var visit = await Visit.Start(browsers, app);
        await visit.Open($"/runs/{id}/inside?length=3&seed=1");
        var track = visit.Page.GetByRole(AriaRole.Slider);
        await track.FocusAsync();
        await visit.Page.Keyboard.PressAsync("t");
        await Assertions.Expect(visit.Page.Locator("#inside-numbers")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("t");
        await Assertions.Expect(track).ToBeFocusedAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task Picture_SavedCopiedAndPrinted_NamesItsRunAndSeeds()
    {
        var id = await Run();
        await using var visit = await Visit.Start(browsers, app, scheme: ColorScheme.Dark);
        await visit.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        // From the page (gradient flow) and from the server (score by length).
        foreach (var (path, at, title) in new[] { ($"/runs/{id}?tab=flow", 2, "How much of the gradient reaches each timestep"), ($"/runs/{id}", 1, "MAD (validation L1)") })
        {
            await visit.Open(path);
            await Assertions.Expect(visit.Page.Locator(".chart[data-ready]").Nth(at)).ToBeVisibleAsync();
            var figure = visit.Page.Locator(".figured").Nth(at);
            var svg = await Saved(visit.Page, figure, "SVG");
            var text = await File.ReadAllTextAsync(svg, TestContext.Current.CancellationToken);
            var drawn = System.Xml.Linq.XDocument.Parse(text);
            var words = string.Join(' ', drawn.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value));
            Assert.Contains(title, words);
            Assert.Matches(@"run Two & <seeds> \(simple, notebook\s+protocol, seeds 1 to 2, data seed", words);
            Assert.DoesNotContain("var(--", text);
            var png = await File.ReadAllBytesAsync(await Saved(visit.Page, figure, "PNG"), TestContext.Current.CancellationToken);
            // Width and height of a PNG's first chunk.
            Assert.Equal(2 * (int)drawn.Root!.Attribute("width")!, png[16] << 24 | png[17] << 16 | png[18] << 8 | png[19]);
            await Choose(figure, "Copy");
            await Assertions.Expect(figure.Locator(".figure-said")).ToHaveTextAsync("Copied as a picture.");
            Assert.Equal("image/png", await visit.Page.EvaluateAsync<string>("navigator.clipboard.read().then(items => items[0].types.join())"));
            await visit.Page.EvaluateAsync("() => { window.print = () => { window.printed = document.querySelector('#printed-figure svg title').textContent; dispatchEvent(new Event('afterprint')); }; }");
            await Choose(figure, "Print or PDF");
            await visit.Until("!!window.printed && !document.getElementById('printed-figure')");
        }
        visit.AssertClean();
    }

    [Fact]
    public async Task Keyboard_QuestionMark_ListsTheKeysOfThePageAndTurnsSingleOnesOff()
    {
        await using var visit = await Visit.Start(browsers, app);
        await visit.Open("/");
        var list = visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard" });
        await visit.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(list.GetByRole(AriaRole.Heading, new() { Name = "Charts" })).ToBeVisibleAsync();
        await Assertions.Expect(list.GetByRole(AriaRole.Heading, new() { Name = "Phase map" })).ToBeHiddenAsync();
        Assert.Empty(await visit.AxeFindings());
        await list.GetByRole(AriaRole.Checkbox).UncheckAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(list).ToBeHiddenAsync();

        await visit.Page.Keyboard.PressAsync("?");
        await visit.Page.Locator(".chart[data-ready]").First.FocusAsync();
        await visit.Page.Keyboard.PressAsync("t");
        await Assertions.Expect(list).ToBeHiddenAsync();
        await Assertions.Expect(visit.Page.Locator(".figure-table").First).ToBeHiddenAsync();
        // The button still opens the list, and the keys come back from there.
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Keyboard" }).First.ClickAsync();
        await list.GetByRole(AriaRole.Checkbox).CheckAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await visit.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(list).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task SharedRun_WithoutACircuit_HasTheSameTablesAndKeys()
    {
        var id = await Run();
        using var client = app.Client();
        var share = (await (await client.PostAsJsonAsync("/api/shares", new { kind = "run", target = id, frozen = true }, TestContext.Current.CancellationToken)).Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
        await using var stranger = await Visit.Start(browsers, app, 390, 844);
        await stranger.Page.GotoAsync(app.Address + new Uri(new Uri(app.Address), (string)share["url"]!).PathAndQuery);
        var figure = stranger.Page.Locator(".figured").First;
        await figure.Locator("[data-walk]").FocusAsync();
        await stranger.Page.Keyboard.PressAsync("End");
        await Assertions.Expect(figure.Locator(".figure-said")).ToHaveTextAsync(new Regex("^Length 5, RNN: "));
        Assert.Equal(1, await figure.Locator("[data-on]").CountAsync());
        await stranger.Page.Keyboard.PressAsync("t");
        // The published result has length 4 as well.
        await Assertions.Expect(figure.GetByRole(AriaRole.Region).Locator("tbody tr")).ToHaveCountAsync(4);
        await stranger.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(stranger.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        Assert.Empty(await stranger.AxeFindings());
        stranger.AssertClean();
    }

    private static async Task<string> Saved(IPage page, ILocator figure, string how)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => Choose(figure, how));
        return await download.PathAsync();
    }

    private static async Task Choose(ILocator figure, string how)
    {
        await figure.GetByRole(AriaRole.Button, new() { Name = "Picture" }).ClickAsync();
        await figure.GetByRole(AriaRole.Button, new() { Name = how, Exact = true }).ClickAsync();
    }
}
