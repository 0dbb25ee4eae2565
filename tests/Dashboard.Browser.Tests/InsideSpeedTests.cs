using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dashboard.Browser.Tests.Support;

namespace Dashboard.Browser.Tests;

/// <summary>How fast Inside is, printed; the figures of the README. Long form only: the machine has to be quiet.</summary>
public sealed class InsideSpeedTests(Browsers browsers, ITestOutputHelper output) : IDisposable
{
    private readonly LiveApp app = new();

    private static object Deck(params int[] lengths) => new { protocol = "notebook", lengths, models = new[] { "rnn", "lstm" }, seeds = new[] { 1 } };

    public static bool Long => Environment.GetEnvironmentVariable("LONG_TESTS") == "1";

    [Fact(Skip = "Long form only: tests/run --long", SkipUnless = nameof(Long))]
    public async Task Inside_DeckTrialOfLength45_IsDrawnAndDraggedInTime()
    {
        var id = await app.Run(Deck(45));
        await using var visit = await Visit.Start(browsers, app);
        await visit.Open($"/runs/{id}?point=lstm-45-1");
        var page = visit.Page;

        var clicked = Stopwatch.GetTimestamp();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Look inside", Exact = true }).First.ClickAsync();
        await visit.Until("!!document.querySelector('.inside-root')?.inside?.states");
        var drawn = Stopwatch.GetElapsedTime(clicked);
        output.WriteLine($"from the click to both networks drawn: {drawn.TotalSeconds:0.00} s (at most 1.5)");

        // Dragging the epoch over all frames, then an input over its range, a frame each.
        var times = await page.EvaluateAsync<double[][]>("""
            async () => {
                const inside = document.querySelector('.inside-root').inside, box = document.querySelector('.inside-drawing').getBoundingClientRect();
                const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
                const measure = async steps => {
                    inside.root.timings = [];
                    for (const step of steps) { step(); await frame(); }
                    return inside.root.timings;
                };
                const track = document.querySelector('.inside-track'), room = track.getBoundingClientRect();
                const at = (type, target, x, y) => target.dispatchEvent(new PointerEvent(type, { clientX: x, clientY: y, pointerId: 1, bubbles: true, pointerType: 'mouse' }));
                track.setPointerCapture = () => {};
                at('pointerdown', track, room.left + 40, room.top + 20);
                const epochs = await measure(Array.from({ length: 120 }, (_, i) => () => at('pointermove', track, room.left + 30 + (room.width - 50) * (i % 60) / 60, room.top + 20)));
                at('pointerup', track, room.left, room.top);
                const edits = await measure(Array.from({ length: 120 }, (_, i) => () => { inside.cards[0].actions.edit(0, i % 100 - 50); }));
                return [epochs, edits];
            }
            """);
        string[] names = ["dragging the epoch", "dragging an input"];
        for (var i = 0; i < 2; i++)
        {
            double[] sorted = [.. times[i].Order()];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{names[i]}, script time a frame: median {sorted[sorted.Length / 2]:0.0} ms, p95 {sorted[(int)(0.95 * sorted.Length)]:0.0} ms (at most 8 and 16; {sorted.Length} frames)"));
        }

        using var client = app.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/runs/{id}/inside?length=45&seed=1");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        var bytes = (await (await client.SendAsync(request)).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length;
        output.WriteLine($"a recording on the wire, length 45, two networks: {bytes / 1000} kB (at most 1,000)");
        Assert.InRange(drawn.TotalSeconds, 0, 1.5);
        Assert.InRange(bytes, 1, 1_000_000);
        Assert.All(times, t => Assert.InRange(t.Order().ElementAt(t.Length / 2), 0, 8));
        Assert.All(times, t => Assert.InRange(t.Order().ElementAt((int)(0.95 * t.Length)), 0, 16));
    }

    // Three networks with many cells a map, symbols at every step; the larger ones have all of a frame at 60 a second.
    [Theory(Skip = "Long form only: tests/run --long", SkipUnless = nameof(Long))]
    [InlineData("lab", 50, 32, 8)]
    [InlineData("paper", 100, 40, 16)]
    public async Task Inside_CopyMemory_IsScrubbedAndEditedInTime(string protocol, int length, int units, int most)
    {
        var id = await app.Run(new
        {
            sequence = "copyMemory", protocol, lengths = new[] { length }, models = new[] { "rnn", "lstm", "gru" }, seeds = new[] { 1 }, hiddenSize = units, trainCount = 500, validationCount = 100, epochs = 3,
        });
        await using var visit = await Visit.Start(browsers, app);
        await visit.Open($"/runs/{id}/inside");
        await visit.Until("!!document.querySelector('.inside-root')?.inside?.states");
        var times = await visit.Page.EvaluateAsync<double[][]>("""
            async () => {
                const inside = document.querySelector('.inside-root').inside, frames = inside.recording.frames.length;
                const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
                const measure = async step => {
                    for (let i = 0; i < 120; i++) {
                        if (i === 20) inside.root.timings = [];
                        step(i);
                        await frame();
                    }
                    return inside.root.timings;
                };
                return [await measure(i => inside.toFrame(i % frames)), await measure(i => inside.edit(0, inside.task.next(inside.x, 0, 1)))];
            }
            """);
        string[] names = ["scrubbing", "swapping a symbol"];
        for (var i = 0; i < 2; i++)
        {
            double[] sorted = [.. times[i].Order()];
            var (median, high) = (sorted[sorted.Length / 2], sorted[(int)(0.95 * sorted.Length)]);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"copy memory, T {length}, {units} units, {names[i]}, script time a frame: median {median:0.0} ms, p95 {high:0.0} ms (at most {most} and {2 * most}; {sorted.Length} frames)"));
            Assert.InRange(median, 0, most);
            Assert.InRange(high, 0, 2 * most);
        }
    }

    [Fact(Skip = "Long form only: tests/run --long", SkipUnless = nameof(Long))]
    public async Task Recording_WhileADeckStudyTrains_StartsSoonAndCostsLittle()
    {
        // Each recording is another: what the shelf has kept costs nothing.
        var done = await app.Run(new { protocol = "notebook", lengths = new[] { 44, 45 }, models = new[] { "rnn", "lstm" }, seeds = new[] { 1 } });
        var length = 45;
        using var client = app.Client();
        async Task<double> Study(bool looked)
        {
            var began = Stopwatch.GetTimestamp();
            var study = (await (await client.PostAsJsonAsync("/api/studies", new { seeds = Enumerable.Range(1, 4) })).Content.ReadFromJsonAsync<JsonObject>())!;
            if (looked)
            {
                await Task.Delay(2_000, TestContext.Current.CancellationToken);
                var asked = Stopwatch.GetTimestamp();
                var recording = client.GetAsync($"/api/runs/{done}/inside?length={length}&seed=1");
                while ((string?)(await client.GetFromJsonAsync<JsonObject>($"/api/runs/{done}/inside/progress?length={length}&seed=1"))!["state"] is "queued" or "none" && !recording.IsCompleted)
                    await Task.Delay(10, TestContext.Current.CancellationToken);
                output.WriteLine($"started after {Stopwatch.GetElapsedTime(asked).TotalSeconds:0.00} s (at most 1)");
                Assert.InRange(Stopwatch.GetElapsedTime(asked).TotalSeconds, 0, 1);
                (await recording).EnsureSuccessStatusCode();
                length--;
                output.WriteLine($"there after {Stopwatch.GetElapsedTime(asked).TotalSeconds:0.0} s");
            }
            while ((string?)(await client.GetFromJsonAsync<JsonObject>($"/api/studies/{study["id"]}"))!["status"] != "done") await Task.Delay(100, TestContext.Current.CancellationToken);
            return Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        // Alternating, as the machine is not always equally fast.
        var (alone, looked) = (await Study(false), await Study(true));
        (alone, looked) = (alone + await Study(false), looked + await Study(true));
        output.WriteLine($"a deck study of 4 seeds takes {100 * (looked / alone - 1):0.0}% longer with a recording made meanwhile (under 3)");
    }

    public void Dispose() => app.Dispose();
}
