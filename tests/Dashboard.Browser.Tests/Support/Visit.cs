using System.Diagnostics;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests.Support;

/// <summary>A visitor with a clean profile, who notes every request to another address and every error.</summary>
public sealed class Visit : IAsyncDisposable
{
    private static readonly string AxeScript = new BundledAxeScriptProvider().GetScript();
    private readonly LiveApp app;
    private readonly IBrowserContext context;
    private readonly List<string> foreign = [];
    private readonly List<string> errors = [];
    private string? unasked;

    private Visit(LiveApp app, IBrowserContext context, IPage page)
    {
        (this.app, this.context, Page) = (app, context, page);
        page.Request += (_, r) =>
        {
            var own = app.Address["http".Length..];
            if (!r.Url.StartsWith("http" + own, StringComparison.Ordinal) && !r.Url.StartsWith("ws" + own, StringComparison.Ordinal)
                && !r.Url.StartsWith("data:", StringComparison.Ordinal) && !r.Url.StartsWith("blob:", StringComparison.Ordinal)) foreign.Add(r.Url);
        };
        page.Console += (_, m) =>
        {
            if (m.Type == "error") errors.Add(m.Text);
        };
        page.PageError += (_, e) => errors.Add(e);
    }

    public IPage Page { get; }

    public static async Task<Visit> Start(Browsers browsers, LiveApp app, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light, string? zone = null)
    {
        var context = await browsers.Chromium.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, TimezoneId = zone });
        context.SetDefaultTimeout(120_000);
        return new(app, context, await context.NewPageAsync());
    }

    /// <summary>Opens a path and waits until the page answers to clicks.</summary>
    public async Task Open(string path)
    {
        // The first thing a live page does is to write down the time zone.
        await context.ClearCookiesAsync(new() { Name = "time-zone" });
        await Page.GotoAsync(app.Address + path);
        if (!await Within("!!document.querySelector('h1') && document.cookie.includes('time-zone')"))
            Assert.Fail($"{path} did not come alive. Errors: {string.Join("; ", errors)}. Cookies: {await Page.EvaluateAsync<string>("document.cookie")}. Page: {await Page.Locator("body").InnerTextAsync()}");
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>Waits until an expression of JavaScript is true; fails after two minutes.</summary>
    public async Task Until(string expression) => Assert.True(await Within(expression), $"Never true: {expression} {unasked}");

    // Playwright's WaitForFunction evaluates its text again in every frame, which the pages' content security policy forbids.
    private async Task<bool> Within(string expression)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(25))
        {
            try
            {
                if (await Page.EvaluateAsync<bool>(expression)) return true;
                unasked = null;
            }
            catch (PlaywrightException e)
            {
                // What it speaks of is drawn anew just now, or its page is left.
                unasked = e.Message;
            }
        }
        return false;
    }

    /// <summary>What axe finds against WCAG 2.2 A and AA on the page as it is; no page has frames.</summary>
    public async Task<string[]> AxeFindings()
    {
        // By hand, as the package for Playwright takes three times as long: it opens another page for each result.
        await Page.EvaluateAsync(AxeScript);
        return await Page.EvaluateAsync<string[]>("""
            async () => {
                const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
                const { violations, passes } = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
                return passes.length === 0 ? ['axe looked at nothing'] : violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html).join('; ')}`);
            }
            """);
    }

    public void AssertClean()
    {
        Assert.Empty(foreign);
        Assert.Empty(errors);
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
