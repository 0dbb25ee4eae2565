using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Inside: what the browser computes of a network, and what a person does with it.</summary>
public sealed class InsideTests(Browsers browsers) : IDisposable
{
    private readonly LiveApp app = new();

    private const string Ready = "document.querySelector('.inside-root')?.inside?.states";

    private static object Request => new { protocol = "notebook", lengths = new[] { 6, 9 }, seeds = new[] { 1, 2 }, trainCount = 6000, epochs = 6, patience = 2 };

    // The largest difference to PyTorch's numbers of a golden sequence: answer, states and gates, derivatives.
    private const string Compare = """
        async text => {
            const golden = JSON.parse(text);
            const { Network, mapsOf } = await import('/js/inside/network.js');
            const names = ['recurrent.weight_ih_l0', 'recurrent.weight_hh_l0', 'recurrent.bias_ih_l0', 'recurrent.bias_hh_l0', 'output.weight', 'output.bias'];
            let most = 0;
            const compare = (actual, expected) => expected.flat(3).forEach((v, i) => { most = Math.max(most, Math.abs(v - actual[i])); });
            const network = new Network(golden.model, golden.hidden).load(names.flatMap(n => golden.weights[n].flat(3)));
            const trace = network.forward(golden.x.flat(), network.trace(golden.length)), seeds = new Float64Array(golden.length);
            seeds[golden.length - 1] = 1;
            network.backward(trace, seeds);
            compare([trace.outputs[golden.length - 1]], [golden.prediction]);
            for (const map of mapsOf(golden.model)) compare(trace.maps[map], golden.states[map]);
            compare(trace.inputGradients, golden.inputDerivatives);
            compare(trace.hiddenGradients, golden.hiddenGradients);
            return most;
        }
        """;

    [Fact]
    public async Task Network_GoldenSequences_AgreesWithPyTorch()
    {
        await using var visit = await Visit.Start(browsers, app);
        await visit.Open("/");
        var golden = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", "golden-cells.json"), TestContext.Current.CancellationToken));
        foreach (var sequence in golden.RootElement.GetProperty("inside").EnumerateArray())
            Assert.InRange(await visit.Page.EvaluateAsync<double>(Compare, sequence.GetRawText()), 0, 1e-5);
    }

    [Fact]
    public async Task Inside_EverySequence_AnswersAsTheEngineDid()
    {
        await using var visit = await Open("?length=6&seed=1");
        var most = await visit.Page.EvaluateAsync<double>("""
            async () => {
                const { Network, parameterCount } = await import('/js/inside/network.js');
                const { recording } = document.querySelector('.inside-root').inside, { count, length } = recording, last = recording.frames.length - 1;
                let most = 0;
                for (const n of recording.networks) {
                    const size = parameterCount(n.model, n.hidden), network = new Network(n.model, n.hidden).load(n.weights.subarray(last * size, (last + 1) * size)), trace = network.trace(length);
                    for (let k = 0; k < count; k++)
                        most = Math.max(most, Math.abs(network.forward(recording.sequences.subarray(k * length, (k + 1) * length), trace).outputs[length - 1] - n.yhat[last * count + k]));
                }
                return most;
            }
            """);
        Assert.InRange(most, 0, 2e-3);
        visit.AssertClean();
    }

    [Fact]
    public async Task Inside_ByKeyboard_PicksEditsAndScrubsWithoutARequest()
    {
        await using var visit = await Open("?length=6&seed=2");
        var page = visit.Page;
        var requests = 0;
        page.Request += (_, r) => { if (r.Url.Contains("/inside", StringComparison.Ordinal)) requests++; };
        var card = page.Locator(".inside-card").First;
        var sentence = page.Locator(".inside-sentence .title");
        var before = await sentence.InnerTextAsync();

        await card.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(card.Locator(".inside-foot")).ToContainTextAsync("step 1");
        await page.Keyboard.PressAsync("e");
        await page.Keyboard.PressAsync("PageUp");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(sentence).ToContainTextAsync("x₁ went from");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put it back" }).ClickAsync();
        await Assertions.Expect(sentence).ToHaveTextAsync(before);

        var track = page.GetByRole(AriaRole.Slider, new() { Name = "Epoch" });
        await track.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(track).ToHaveAttributeAsync("aria-valuenow", "0");
        await Assertions.Expect(sentence).ToContainTextAsync("before training");
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(sentence).ToHaveTextAsync(before);

        Assert.Equal(0, requests);
        Assert.Empty(await visit.AxeFindings());
        visit.AssertClean();
    }

    [Fact]
    public async Task Inside_DraggedBar_MovesAnswerAndTargetInTheSameFrame()
    {
        await using var visit = await Open("?length=6&seed=1");
        var page = visit.Page;
        var drawing = (await page.Locator(".inside-drawing").First.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(drawing.X + 60, drawing.Y + 60);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(drawing.X + 60, drawing.Y + 34);
        await page.Mouse.UpAsync();

        await Assertions.Expect(page.Locator(".inside-sentence .title")).ToContainTextAsync("the target moved");
        await Assertions.Expect(page.Locator(".inside-body text.note", new() { HasTextString = "ŷ moved" })).ToHaveCountAsync(2);
        visit.AssertClean();
    }

    [Theory]
    [InlineData("Live")]
    [InlineData("Frozen")]
    public async Task Share_OpenedByAStranger_ShowsTheViewWithoutACircuitAndDiesWhenRevoked(string form)
    {
        await using var mine = await Open("?length=9&seed=2&sequence=5&epoch=2&map=c&step=3");
        var page = mine.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Next sequence" }).ClickAsync();
        await mine.Until("location.search.includes('sequence=6')");
        await page.GetByRole(AriaRole.Button, new() { Name = "Share" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = form, Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make link" }).ClickAsync();
        var link = await page.GetByRole(AriaRole.Textbox, new() { Name = "The link" }).InputValueAsync();

        await using var theirs = await Visit.Start(browsers, app, 390, 844);
        await theirs.Page.GotoAsync(link);
        await theirs.Until($"!!({Ready})");
        const string View = "(({ recording, sequence, frame, step, cards }) => [recording.length, recording.seed, sequence, frame, step, cards[1].map].join())(document.querySelector('.inside-root').inside)";
        Assert.Equal(await page.EvaluateAsync<string>(View), await theirs.Page.EvaluateAsync<string>(View));
        Assert.Equal(await page.Locator(".inside-sentence .title").InnerTextAsync(), await theirs.Page.Locator(".inside-sentence .title").InnerTextAsync());
        Assert.Equal(0, await theirs.Page.Locator("nav, script[src*='blazor']").CountAsync());
        Assert.Equal(0, await theirs.Page.GetByRole(AriaRole.Button, new() { Name = "Next length" }).CountAsync());
        Assert.Empty(await theirs.AxeFindings());

        // The address of the shared page holds what its viewer does with it.
        await theirs.Page.GetByRole(AriaRole.Button, new() { Name = "Next sequence" }).ClickAsync();
        await theirs.Until("location.search.includes('sequence=7')");
        await theirs.Page.ReloadAsync();
        await theirs.Until($"!!({Ready}) && document.querySelector('.inside-root').inside.sequence === 6");
        theirs.AssertClean();

        using var client = app.Client();
        var shares = (await client.GetFromJsonAsync<JsonElement[]>("/api/shares", TestContext.Current.CancellationToken))!;
        await client.DeleteAsync($"/api/shares/{shares[0].GetProperty("id").GetString()}", TestContext.Current.CancellationToken);
        await Assertions.Expect(theirs.Page.GetByText("Nothing is shared here")).ToBeVisibleAsync();
        mine.AssertClean();
    }

    /// <summary>Opens the page at a trained run and waits for its networks.</summary>
    private async Task<Visit> Open(string query)
    {
        var id = await app.Run(Request);
        var visit = await Visit.Start(browsers, app);
        await visit.Open($"/runs/{id}/inside{query}");
        await visit.Until($"!!({Ready})");
        await visit.Until("document.querySelector('.inside-sentence .title').textContent.length > 5");
        return visit;
    }

    public void Dispose() => app.Dispose();
}
