using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>What a keyboard finds on the pages, and what an empty lab shows.</summary>
public sealed class PagesTests(Browsers browsers) : IDisposable
{
    private readonly LiveApp app = new();

    // Where the focus is: its name where no ring is drawn, or something lies over it; null at the end of the page.
    private const string Focus = """
        (() => {
            const at = document.activeElement;
            if (!at || at === document.body || at.tabbed) return null;
            at.tabbed = true;
            const style = getComputedStyle(at), box = at.getBoundingClientRect(), within = (v, most) => Math.min(most - 2, Math.max(1, v));
            const over = document.elementFromPoint(within(box.left + Math.min(box.width / 2, 20), innerWidth), within(box.top + Math.min(box.height / 2, 20), innerHeight));
            const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || at.matches('.mud-input-slot');
            const seen = over && (at.contains(over) || over.contains(at) || over.closest('label')?.contains(at));
            return ring && seen ? '' : `${at.tagName} ${at.className} "${(at.ariaLabel ?? at.textContent).trim().slice(0, 40)}"${ring ? '' : ', no ring'}${seen ? '' : `, under ${over?.tagName} ${over?.className}`}`;
        })()
        """;

    public static TheoryData<int, int> Walked => InsideSpeedTests.Long ? new() { { 1440, 900 }, { 390, 844 } } : new() { { 390, 844 } };

    [Theory]
    [MemberData(nameof(Walked))]
    public async Task Page_TabbedThrough_ShowsTheFocusAtEveryStop(int width, int height)
    {
        var id = await app.Run(new { protocol = "notebook", lengths = new[] { 2, 3 }, trainCount = 200, validationCount = 50, epochs = 2, seeds = new[] { 1, 2 } });
        await using var visit = await Visit.Start(browsers, app, width, height);
        var bad = new List<string>();
        foreach (var path in new[] { "/", "/new", "/runs", $"/runs/{id}?tab=flow", $"/runs/{id}/learnt?length=3", $"/runs/{id}/inside?length=3&seed=1", $"/compare?runs={id}", "/claims", "/data" })
        {
            await visit.Open(path);
            // Drawn once its networks are trained again.
            if (path.Contains("/inside", StringComparison.Ordinal)) await Assertions.Expect(visit.Page.GetByRole(AriaRole.Slider)).ToBeVisibleAsync();
            var stops = 0;
            for (; stops < 200; stops++)
            {
                await visit.Page.Keyboard.PressAsync("Tab");
                if (await visit.Page.EvaluateAsync<string?>(Focus) is not { } wrong) break;
                if (wrong.Length > 0) bad.Add($"{path}: {wrong}");
            }
            Assert.InRange(stops, 5, 199);
        }
        Assert.Empty(bad);
    }

    [Fact]
    public async Task Home_NoRuns_ShowsThePublishedResultAndOffersToReproduceIt()
    {
        await using var visit = await Visit.Start(browsers, app);
        await visit.Open("/");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Reproduce it" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".apexcharts-series-markers").First).ToBeAttachedAsync();
        visit.AssertClean();
        // What finds nothing on all pages has to find something where there is something.
        await visit.Page.EvaluateAsync("document.body.append(new Image())");
        Assert.StartsWith("image-alt: <img", Assert.Single(await visit.AxeFindings()));
    }

    public void Dispose() => app.Dispose();
}
