using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>The short guided looks, walked from an empty lab to their ends on the real pages.</summary>
public sealed class LooksTests(Browsers browsers) : IDisposable
{
    private readonly LiveApp app = new();

    public static TheoryData<string, int, int> Walked => InsideSpeedTests.Long
        ? new() { { "forgetting", 390, 844 }, { "gates", 390, 844 }, { "seeds", 390, 844 }, { "forgetting", 1440, 900 }, { "gates", 1440, 900 }, { "seeds", 1440, 900 } }
        : new() { { "forgetting", 390, 844 }, { "gates", 1440, 900 }, { "seeds", 390, 844 } };

    [Theory]
    [MemberData(nameof(Walked))]
    public async Task Look_FromAnEmptyLab_IsWalkedToItsEndAndLeavesNothingInTheWay(string id, int width, int height)
    {
        await using var visit = await Visit.Start(browsers, app, width, height);
        var page = visit.Page;
        await visit.Open("/");
        await page.Locator($"[data-look-id={id}]").ClickAsync();
        var card = page.Locator("#look");
        var count = int.Parse(Regex.Match(await card.Locator("span.small").First.InnerTextAsync(), @"of (\d+)$").Groups[1].Value);
        for (var step = 1; step <= count; step++)
        {
            await Assertions.Expect(card).ToContainTextAsync($"· {step} of {count}");
            var train = card.GetByRole(AriaRole.Button, new() { Name = "Train them" });
            if (await train.CountAsync() > 0)
            {
                await train.ClickAsync();
                await Assertions.Expect(card).ToContainTextAsync(new Regex(@"All \d+ are trained"), new() { Timeout = 120_000 });
            }
            await Assertions.Expect(page.Locator("[data-look-at]")).ToHaveCountAsync(1);
            var next = card.Locator(".look-next");
            if (await card.Locator(".look-answers").CountAsync() > 0)
            {
                await Assertions.Expect(next).ToBeDisabledAsync();
                await card.Locator(".look-answers button").First.ClickAsync();
                await Assertions.Expect(card.GetByRole(AriaRole.Status)).ToContainTextAsync("See for yourself");
            }
            Assert.DoesNotContain("{", await card.InnerTextAsync());
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0, $"Step {step} is too wide.");
            // The way on is in sight however much the card says; a choice is told in sight, too.
            await visit.Until("(() => { const box = s => document.querySelector('#look ' + s)?.getBoundingClientRect(), foot = box('.look-foot'), told = box('.look-verdict'), card = document.getElementById('look').getBoundingClientRect(); return foot.bottom <= card.bottom && (!told || told.bottom <= foot.top + 1 && told.top >= card.top); })()");
            // What it is about is in sight, not behind the card.
            await visit.Until("(() => { const at = document.querySelector('[data-look-at]').getBoundingClientRect(), card = document.getElementById('look').getBoundingClientRect(); return at.top < (innerWidth < 760 ? card.top : innerHeight) - 20 && at.bottom > 60; })()");
            if (step < count) await next.ClickAsync();
        }
        Assert.Empty(await visit.AxeFindings());
        await card.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);
        await visit.Open("/");
        await Assertions.Expect(card).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("[data-looks=begun]")).ToBeHiddenAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task Look_LeftInTheMiddle_IsNotInTheWayAndGoesOnWhereItWas()
    {
        await using var visit = await Visit.Start(browsers, app);
        var page = visit.Page;
        await visit.Open("/");
        await page.Locator("[data-look-id=seeds]").ClickAsync();
        var card = page.Locator("#look");
        await card.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync("· 2 of");
        // It outlives a load of the page, and not its own end.
        await page.ReloadAsync();
        await Assertions.Expect(card).ToContainTextAsync("· 2 of");
        await card.GetByRole(AriaRole.Button, new() { Name = "Leave" }).ClickAsync();
        await visit.Open("/");
        await Assertions.Expect(card).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("[data-look-id=seeds]")).ToContainTextAsync("Go on");
        await page.Locator("[data-look-id=seeds]").ClickAsync();
        await Assertions.Expect(card).ToContainTextAsync("· 2 of");
        visit.AssertClean();
    }

    [Fact]
    public async Task Looks_AsOffered_HaveTheTitlesOfTheirSteps()
    {
        using var client = app.Client();
        foreach (var look in Dashboard.Web.Components.Shared.ShortLooks.All)
        {
            using var file = JsonDocument.Parse(await client.GetStringAsync($"/looks/{look.Id}.json", TestContext.Current.CancellationToken));
            Assert.Equal(look.Title, file.RootElement.GetProperty("title").GetString());
        }
    }

    public void Dispose() => app.Dispose();
}
