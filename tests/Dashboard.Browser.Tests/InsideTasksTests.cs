using System.Text.Json;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Inside of the tasks beyond the deck's: what the browser computes, what may be edited, and what is said of it.</summary>
public sealed class InsideTasksTests(Browsers browsers, LiveApp app) : IClassFixture<LiveApp>
{
    private const string Ready = "!!document.querySelector('.inside-root')?.inside?.states && document.querySelector('.inside-sentence .title').textContent.length > 5";

    private static object Request(string sequence, int length, string protocol = "lab", params string[] models) =>
        new { sequence, protocol, models = models.Length == 0 ? ["rnn", "lstm", "gru"] : models, lengths = new[] { length }, seeds = new[] { 1, 2 }, hiddenSize = 6, trainCount = 1_500, validationCount = 100, epochs = 4, patience = 1 };

    // The largest difference between what the browser answers and what the server answered, after the last epoch,
    // over all sequences: a number, or the probability of what is right.
    private const string Compare = """
        async () => {
            const { Examined } = await import('/js/inside/facts.js'), { sequenceOf } = await import('/js/inside/recording.js');
            const { recording, task } = document.querySelector('.inside-root').inside, last = recording.frames.length - 1, found = {};
            for (const n of recording.networks) {
                const network = new Examined(recording, n, task);
                found[n.model] = 0;
                for (let k = 0; k < recording.count; k++) {
                    const x = Float64Array.from(sequenceOf(recording, k)), target = task.target(x), s = network.sequence(last, x, target, null);
                    if (recording.targets) found[n.model] = Math.max(found[n.model], Math.abs(target - recording.targets[k]));
                    const answer = task.kind === 'number' ? s.answer : task.kind === 'class' ? s.probabilities[target]
                        : task.recalled(s.share).reduce((a, p) => a + p, 0) / task.items.length;
                    found[n.model] = Math.max(found[n.model], Math.abs(answer - n.yhat[last * recording.count + k]));
                }
            }
            return JSON.stringify(found);
        }
        """;

    public static TheoryData<string, int, string> Sequences => InsideSpeedTests.Long
        ? new() { { "adding", 24, "paper" }, { "multiplication", 24, "paper" }, { "twoSequences", 12, "lab" }, { "adding", 12, "lab" }, { "multiplication", 12, "lab" }, { "temporalOrder", 20, "lab" }, { "copyMemory", 4, "lab" } }
        : new() { { "twoSequences", 12, "lab" }, { "adding", 24, "paper" }, { "multiplication", 12, "lab" }, { "temporalOrder", 20, "lab" }, { "copyMemory", 4, "lab" } };

    [Theory]
    [MemberData(nameof(Sequences))]
    public async Task Inside_EverySequence_AsksAndAnswersAsTheEngineDid(string sequence, int length, string protocol)
    {
        await using var visit = await Open(Request(sequence, length, protocol));
        // As text: Playwright's own objects carry an id for themselves.
        using var most = JsonDocument.Parse(await visit.Page.EvaluateAsync<string>(Compare));
        var cells = most.RootElement.EnumerateObject().ToArray();
        Assert.Equal(["rnn", "lstm", "gru"], cells.Select(c => c.Name));
        Assert.All(cells, c => Assert.InRange(c.Value.GetDouble(), 0, 1e-5));
        Assert.Empty(await visit.AxeFindings());
        visit.AssertClean();
    }

    // The loss's derivative by the numbers that go in, against differences of the loss: PyTorch has none of several outputs inside.
    [Theory]
    [InlineData("temporalOrder", 20), InlineData("copyMemory", 4)]
    public async Task Network_LossOfClasses_HasTheSlopeOfItsDifferences(string sequence, int length)
    {
        await using var visit = await Open(Request(sequence, length));
        var most = await visit.Page.EvaluateAsync<double>("""
            async () => {
                const { Network, parameterCount, softmax } = await import('/js/inside/network.js');
                const { recording, task, x } = document.querySelector('.inside-root').inside, { inputs, outputs } = recording, target = task.target(x);
                let most = 0;
                for (const n of recording.networks) {
                    const size = parameterCount(n.model, n.hidden, inputs, outputs), network = new Network(n.model, n.hidden, inputs, outputs).load(n.weights.subarray(size, 2 * size));
                    const hot = new Float64Array(x.length * inputs), p = new Float64Array(outputs), trace = network.trace(recording.steps), seeds = new Float64Array(x.length * outputs);
                    x.forEach((s, t) => { hot[t * inputs + s] = 1; });
                    const read = task.kind === 'class' ? [x.length - 1] : [...x.keys()];
                    const loss = () => {
                        network.forward(hot, trace);
                        return read.reduce((sum, t) => sum - Math.log(softmax(trace.outputs, t * outputs, outputs, p)[task.kind === 'class' ? target : target[t]]) / read.length, 0);
                    };
                    loss();
                    for (const t of read) {
                        seeds.set(softmax(trace.outputs, t * outputs, outputs, p), t * outputs);
                        seeds[t * outputs + (task.kind === 'class' ? target : target[t])] -= 1;
                        for (let o = 0; o < outputs; o++) seeds[t * outputs + o] /= read.length;
                    }
                    const slopes = Float64Array.from(network.backward(trace, seeds).inputGradients);
                    for (let i = 0; i < hot.length; i += 7) {
                        const kept = hot[i];
                        hot[i] = kept + 1e-5;
                        const above = loss();
                        hot[i] = kept - 1e-5;
                        most = Math.max(most, Math.abs((above - loss()) / 2e-5 - slopes[i]));
                        hot[i] = kept;
                    }
                }
                return most;
            }
            """);
        Assert.InRange(most, 0, 1e-7);
    }

    [Fact]
    public async Task Adding_ByKeyboard_ChangesANumberAndMovesAMarkWithItsTarget()
    {
        await using var visit = await Open(Request("adding", 10));
        var page = visit.Page;
        const string State = "(({ x, task, step }) => [step + 1, x[2 * step], x[2 * step + 1], task.target(x), task.counts(x).map(c => c.step).join()].join(' '))(document.querySelector('.inside-root').inside)";
        var marks = await page.EvaluateAsync<int[]>("document.querySelector('.inside-root').inside.task.counts(document.querySelector('.inside-root').inside.x).map(c => c.step)");
        await page.Locator(".inside-card").First.GetByRole(AriaRole.Grid).FocusAsync();
        await page.Keyboard.PressAsync("Home");
        for (var t = 0; t < marks[0]; t++) await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("e");
        for (var i = 0; i < 12; i++) await page.Keyboard.PressAsync("PageDown");
        await page.Keyboard.PressAsync("Enter");
        var state = (await page.EvaluateAsync<string>(State)).Split(' ');
        Assert.Equal(["0", "1"], state[1..3]);
        // What is left is the second number.
        Assert.Equal(await page.EvaluateAsync<double>($"document.querySelector('.inside-root').inside.x[{2 * marks[1]}]"), double.Parse(state[3], System.Globalization.CultureInfo.InvariantCulture), 1e-9);
        await Assertions.Expect(page.Locator(".inside-sentence .title")).ToContainTextAsync("the target moved");

        // The mark goes to a neighbour of the same half, and not to the other half.
        await page.Keyboard.PressAsync(marks[0] == 0 ? "ArrowRight" : "ArrowLeft");
        await page.Keyboard.PressAsync("m");
        var moved = marks[0] == 0 ? 1 : marks[0] - 1;
        Assert.EndsWith($"{moved},{marks[1]}", await page.EvaluateAsync<string>(State), StringComparison.Ordinal);
        await Assertions.Expect(page.Locator(".inside-sentence .title")).ToContainTextAsync("The mark moved to");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put it back" }).ClickAsync();
        await visit.Until($"document.querySelector('.inside-root').inside.task.counts(document.querySelector('.inside-root').inside.x).map(c => c.step).join() === '{marks[0]},{marks[1]}'");
        Assert.Empty(await visit.AxeFindings());
        visit.AssertClean();
    }

    [Fact]
    public async Task TemporalOrder_ClickedLetter_IsSwappedAndAnotherClassIsAsked()
    {
        await using var visit = await Open(Request("temporalOrder", 20, "lab", "rnn", "lstm"));
        var page = visit.Page;
        var place = await page.EvaluateAsync<double[]>("""
            () => {
                const { cards, task, x } = document.querySelector('.inside-root').inside, card = cards[0], step = task.counts(x)[0].step, box = document.querySelector('.inside-drawing').getBoundingClientRect();
                return [box.left + card.at(step) + card.cell / 2, box.top + card.layout.y.inputs + 36, task.target(x)];
            }
            """);
        await page.Mouse.ClickAsync((float)place[0], (float)place[1]);
        await visit.Until($"document.querySelector('.inside-root').inside.task.target(document.querySelector('.inside-root').inside.x) === {((int)place[2] + 2) % 4}");
        await Assertions.Expect(page.Locator(".inside-sentence .title")).ToContainTextAsync("is asked where it was");
        // Every other letter in its place, for each network.
        await Assertions.Expect(page.Locator(".inside-body text.title", new() { HasTextString = "were …" })).ToHaveCountAsync(2);
        Assert.Empty(await visit.AxeFindings());
        visit.AssertClean();
    }

    [Fact]
    public async Task CopyMemory_TypedSymbol_IsAskedForAgainAtTheEnd()
    {
        await using var visit = await Open(Request("copyMemory", 4));
        var page = visit.Page;
        await page.Locator(".inside-card").First.GetByRole(AriaRole.Grid).FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("e");
        await page.Keyboard.PressAsync("3");
        await page.Keyboard.PressAsync("4");
        await page.Keyboard.PressAsync("Enter");
        await visit.Until("(({ task, x }) => x[0] === 3 && task.recalled(task.target(x))[0] === 3)(document.querySelector('.inside-root').inside)");
        await Assertions.Expect(page.Locator(".inside-sentence .title")).ToContainTextAsync("Symbol 1 went from");
        visit.AssertClean();
    }

    private async Task<Visit> Open(object request)
    {
        var id = await app.Once(request);
        var visit = await Visit.Start(browsers, app);
        await visit.Open($"/runs/{id}/inside");
        await visit.Until(Ready);
        return visit;
    }
}
