using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>What only a browser shows of charts and texts: whole labels, one zoom for page and export, paper, and nothing that widens a page.</summary>
public sealed class ChartsTests(Browsers browsers) : IDisposable
{
    private const string LongWord = "unbroken-unbroken-unbroken-unbroken-unb";

    private readonly LiveApp app = new();

    private static object Request(string name) => new
    {
        name, tags = new[] { LongWord.Replace("-", "") }, lengths = new[] { 2, 3, 5, 8, 13 }, low = -3000, high = 3000, trainCount = 200, validationCount = 50, epochs = 2, protocol = "notebook",
    };

    [Fact]
    public async Task Chart_LargeNumbersZoomedAndPrinted_HasTheSameWholeTicksAsItsExportAndFitsThePage()
    {
        var id = await app.Run(Request("wide"));
        await using var visit = await Visit.Start(browsers, app, scheme: ColorScheme.Dark);
        await visit.Open($"/runs/{id}");
        var plot = visit.Page.Locator(".chart[data-ready]").Nth(1);
        var box = (await plot.BoundingBoxAsync())!;
        await visit.Page.Mouse.MoveAsync(box.X + box.Width * 0.4f, box.Y + box.Height / 2);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(box.X + box.Width * 0.7f, box.Y + box.Height / 2, new() { Steps = 4 });
        await visit.Page.Mouse.UpAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex("from="));
        await Assertions.Expect(plot.Locator(".chart-reset")).ToBeVisibleAsync();

        string[] page = await plot.EvaluateAsync<string[]>("e => [...e.querySelectorAll('.apexcharts-xaxis-label, .apexcharts-yaxis-label')].map(t => t.querySelector('title')?.textContent ?? t.textContent)");
        using var client = app.Client();
        var export = await client.GetStringAsync($"/api/runs/{id}/export{new Uri(visit.Page.Url).Query}&format=svg&chart=mad");
        var texts = Regex.Matches(export, "<text [^>]*>([^<]*)</text>").Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Contains("1,000", page);
        Assert.DoesNotContain(page, t => !texts.Contains(t));

        await visit.Page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await visit.Page.SetViewportSizeAsync(700, 990);
        Assert.Contains($"/runs/{id}?from=", await visit.Page.Locator("#printed").InnerTextAsync());
        Assert.Equal("rgb(255, 255, 255)", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Configuration" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        var charts = await visit.Page.EvaluateAsync<double[][]>("[...document.querySelectorAll('.chart')].map(c => { const f = e => e.getBoundingClientRect(), s = f(c.querySelector('.apexcharts-svg')), o = f(c.querySelector('.chart-over')); return [s.right - o.right, s.bottom - o.bottom, s.right - innerWidth, f(c).bottom - s.bottom]; })");
        Assert.All(charts, c => Assert.True(Math.Abs(c[0]) < 1 && Math.Abs(c[1]) < 1 && c[2] <= 0 && Math.Abs(c[3]) < 8, string.Join(", ", c)));
    }

    /// <summary>At the usual width, on a phone, and beside an open point, whose panel has small charts of its own.</summary>
    [Theory]
    [InlineData(1440, false)]
    [InlineData(390, false)]
    [InlineData(1440, true)]
    public async Task Chart_OfAnyWidth_HasItsTitlesInsideAndItsNamesApart(int width, bool point)
    {
        var id = await app.Run(new { name = "titles", seeds = new[] { 1, 2 }, trainCount = 40, validationCount = 20, epochs = 3, protocol = "notebook" });
        await using var visit = await Visit.Start(browsers, app, width, 900);
        await visit.Open($"/runs/{id}?centre=seeds");
        if (point)
        {
            await visit.Page.Locator("[data-chart=gradient] .chart").FocusAsync();
            await visit.Page.Keyboard.PressAsync("ArrowRight");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(visit.Page.GetByText("Gradient mean by epoch")).ToBeVisibleAsync();
        }
        await visit.Until("document.querySelectorAll('.chart[data-ready]').length > 0");
        string[] outside = await visit.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.chart[data-ready]')].flatMap(c => [...c.querySelectorAll('.apexcharts-yaxis-title-text, .chart-over text')].filter(t => t.textContent && (t.getBoundingClientRect().left < c.getBoundingClientRect().left - 1 || t.getBoundingClientRect().right > c.getBoundingClientRect().right + 1)).map(t => t.textContent))");
        Assert.Empty(outside);
        string[] over = await visit.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.chart[data-ready]')].flatMap(c => { const title = c.querySelector('.apexcharts-yaxis-title-text')?.getBoundingClientRect(); return !title?.width ? [] : [...c.querySelectorAll('.apexcharts-yaxis-label')].filter(l => l.getBoundingClientRect().left < title.right - 1).map(l => l.textContent); })");
        Assert.Empty(over);
        string[] close = await visit.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.seeds .tick.x')].map(t => [t.textContent, t.getBoundingClientRect()]).filter(([, b]) => b.width > 0).filter(([, b], i, all) => i > 0 && b.left < all[i - 1][1].right + 1).map(([t]) => t)");
        Assert.Empty(close);
        Assert.True(await visit.Page.Locator(".seeds .tick.x:visible").CountAsync() >= 10, "There are no lengths to tell apart.");
    }

    [Fact]
    public async Task Page_LongUnbrokenNameAndTag_IsNoWiderThanTheScreenAndTimesAreTheViewers()
    {
        var id = await app.Run(Request(new string('w', 120)));
        using var client = app.Client();
        var share = (await (await client.PostAsJsonAsync("/api/shares", new { kind = "run", target = id, frozen = true })).Content.ReadFromJsonAsync<JsonObject>())!;
        await using var visit = await Visit.Start(browsers, app, 390, 844, zone: "Asia/Kolkata");

        await visit.Page.GotoAsync(app.Address + new Uri(new Uri(app.Address), (string)share["url"]!).PathAndQuery);
        Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0, "The shared page is too wide.");
        await Assertions.Expect(visit.Page.Locator("time")).ToContainTextAsync("GMT+5:30");

        await visit.Open($"/runs/{id}");
        Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0, "The run's page is too wide.");
        await visit.Page.SetViewportSizeAsync(1280, 900);
        await visit.Open("/runs");
        Assert.True(await visit.Page.EvaluateAsync<int>("(c => c.scrollWidth - c.clientWidth)(document.querySelector('.runs-card'))") <= 0, "The list of runs loses columns.");
        // The first page of a first visit: the cookie was taken away, and nothing was drawn again since.
        var at = DateTime.Parse((string)(await client.GetFromJsonAsync<JsonObject>($"/api/runs/{id}"))!["startedAt"]!, null, System.Globalization.DateTimeStyles.AdjustToUniversal);
        await Assertions.Expect(visit.Page.Locator("tr.open time")).ToHaveTextAsync(new Regex($" {at.AddMinutes(330):HH:mm}$"));
        visit.AssertClean();
    }

    public void Dispose() => app.Dispose();
}
