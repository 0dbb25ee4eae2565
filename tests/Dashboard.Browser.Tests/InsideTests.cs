using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Inside: what the browser computes of a network, and what a person does with it.</summary>
public sealed class InsideTests(Browsers browsers, LiveApp app) : IClassFixture<LiveApp>
{
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

        await card.GetByRole(AriaRole.Grid).FocusAsync();
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
        await Assertions.Expect(theirs.Page.Locator(".inside-sentence .title")).ToHaveTextAsync(await page.Locator(".inside-sentence .title").InnerTextAsync());
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

    [Fact]
    public async Task Inside_NetworksOtherThanSaved_AreWithheldUntilAskedForAndTrainedHereOnRequest()
    {
        await using var visit = await Open("?length=6&seed=1");
        var page = visit.Page;
        var run = new Uri(page.Url).AbsolutePath;
        // The recording as another processor would have made it.
        await page.RouteAsync($"**/api{run}?*", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { BodyBytes = WithDifferences(await answer.BodyAsync()), ContentType = "application/octet-stream" });
        });
        await page.ReloadAsync();

        var banner = page.GetByText("Not the networks of this run");
        await Assertions.Expect(banner).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Row, new() { Name = "LSTM 2 3.8987 3.9102 +0.0115" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".inside-stage")).ToBeHiddenAsync();
        Assert.Empty(await visit.AxeFindings());
        await page.GetByRole(AriaRole.Button, new() { Name = "Show it all the same, marked" }).ClickAsync();
        await Assertions.Expect(page.Locator(".inside-stage")).ToBeVisibleAsync();
        await Assertions.Expect(banner).ToBeVisibleAsync();

        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Train this seed here" }).ClickAsync();
        // A run of its own, whose page fills in by itself.
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath is var path && path != run && path.EndsWith("/inside", StringComparison.Ordinal));
        await visit.Until($"!!({Ready})");
        await Assertions.Expect(banner).ToHaveCountAsync(0);
        Assert.Equal("6", await page.EvaluateAsync<string>("document.querySelector('.inside-root').inside.recording.lengths.join()"));
    }

    [Fact]
    public async Task Inside_OnAPhone_TapPicksHoldEditsAndMoreOpens()
    {
        var id = await app.Once(Request);
        await using var visit = await Visit.Start(browsers, app, 390, 844, ColorScheme.Dark);
        await visit.Open($"/runs/{id}/inside?length=6&seed=1");
        await visit.Until($"!!({Ready})");
        var page = visit.Page;
        var card = page.Locator(".inside-card").First;
        await page.EvaluateAsync("""
            () => {
                const drawing = document.querySelector('.inside-drawing'), inside = document.querySelector('.inside-root').inside;
                drawing.setPointerCapture = () => {};
                // A finger at a step (from 0), `y` from the top of the card's drawing.
                window.finger = (type, step, y) => {
                    const box = drawing.getBoundingClientRect(), card = inside.cards[0];
                    drawing.dispatchEvent(new PointerEvent(type, { pointerType: 'touch', pointerId: 7, bubbles: true, clientX: box.left + card.at(step) + card.cell / 2, clientY: box.top + y }));
                };
            }
            """);

        await page.EvaluateAsync("finger('pointerdown', 2, 210); finger('pointerup', 2, 210); finger('pointerleave', 2, 210)");
        await Assertions.Expect(card.Locator(".inside-foot")).ToContainTextAsync("step 3");

        await page.EvaluateAsync("finger('pointerdown', 0, 120)");
        await visit.Until("!!document.querySelector('.inside-drawing.dragging')");
        await page.EvaluateAsync("finger('pointermove', 0, 100); finger('pointerup', 0, 100)");
        await Assertions.Expect(page.Locator(".inside-sentence .title")).ToContainTextAsync("x₁ went from");

        await Assertions.Expect(card.Locator(".inside-scatter")).ToHaveCountAsync(0);
        await card.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await Assertions.Expect(card.Locator(".inside-scatter")).ToHaveCountAsync(2);
        await Assertions.Expect(card.Locator(".inside-body")).ToContainTextAsync("adds to ŷ");
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(await visit.AxeFindings());
        visit.AssertClean();
    }

    [Fact]
    public async Task Inside_ForcedColours_SaysSignsInEveryCell()
    {
        await using var visit = await Open("?length=6&seed=1");
        await Assertions.Expect(visit.Page.Locator(".inside-body .sign")).ToHaveCountAsync(0);
        await visit.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        // Two networks of six units over six steps.
        await Assertions.Expect(visit.Page.Locator(".inside-body .sign")).ToHaveCountAsync(72);
        await visit.Until("[...document.querySelectorAll('.inside-body .sign')].some(s => s.textContent === '+')");
        await visit.Until("[...document.querySelectorAll('.inside-body .sign')].some(s => s.textContent === '−')");
        visit.AssertClean();
    }

    [Fact]
    public async Task Learnt_ByKeyboardAndMouse_ChoosesLightsAndOpensInside()
    {
        var id = await app.Once(Request);
        await using var visit = await Visit.Start(browsers, app);
        await visit.Open($"/runs/{id}/learnt?length=6&seed=1");
        var page = visit.Page;
        var charts = page.Locator(".learnt-top");
        await charts.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await visit.Until("location.search.includes('seed=2')");
        await page.Keyboard.PressAsync("ArrowUp");
        await visit.Until("location.search.includes('length=9')");

        await page.Locator(".learnt-lines .seed-line[data-seed='1']").First.DispatchEventAsync("pointerover");
        await visit.Until("document.querySelectorAll('.the-way .lit').length === 2 && !document.querySelector('.lit:not([data-seed=\"1\"])')");
        Assert.Empty(await visit.AxeFindings());

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "CSV" }).ClickAsync());
        Assert.Equal("learnt-length-9.csv", download.SuggestedFilename);
        Assert.StartsWith("model,length,seed,epoch", await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await charts.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await visit.Until($"location.pathname.endsWith('/inside') && location.search.includes('length=9') && !!({Ready})");
        visit.AssertClean();
    }

    // The block with differences in its head, which is padded to 8 bytes.
    private static byte[] WithDifferences(byte[] block)
    {
        var size = BitConverter.ToInt32(block);
        var head = JsonNode.Parse(block.AsSpan(4, size))!;
        head["differences"] = JsonNode.Parse("""
            {"title":"Trained again, the LSTM's MAD in epoch 2 is 3.9102; the run saved 3.8987.","why":"Another processor.","rows":[
            {"model":"rnn","name":"RNN","epoch":2,"saved":30.1312,"now":30.1312,"differs":false},{"model":"lstm","name":"LSTM","epoch":2,"saved":3.8987,"now":3.9102,"differs":true}]}
            """);
        var json = JsonSerializer.SerializeToUtf8Bytes(head);
        static int Padded(int length) => (4 + length + 7) / 8 * 8;
        var changed = new byte[Padded(json.Length) + block.Length - Padded(size)];
        BitConverter.TryWriteBytes(changed, json.Length);
        json.CopyTo(changed, 4);
        block.AsSpan(Padded(size)).CopyTo(changed.AsSpan(Padded(json.Length)));
        return changed;
    }

    /// <summary>Opens the page at a trained run and waits for its networks.</summary>
    private async Task<Visit> Open(string query)
    {
        var id = await app.Once(Request);
        var visit = await Visit.Start(browsers, app);
        await visit.Open($"/runs/{id}/inside{query}");
        await visit.Until($"!!({Ready})");
        await visit.Until("document.querySelector('.inside-sentence .title').textContent.length > 5");
        return visit;
    }
}
