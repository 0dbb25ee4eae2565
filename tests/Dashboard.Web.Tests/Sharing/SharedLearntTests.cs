using Dashboard.Web.Sharing;
using Dashboard.Web.Tests.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Sharing;

/// <summary>Links to what the networks of a length learnt, as a stranger has them.</summary>
public sealed class SharedLearntTests(TrainingApp closed) : IClassFixture<TrainingApp>, IDisposable
{
    private readonly HttpClient stranger = closed.Stranger();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<MadeShare> Share(string target, bool frozen) =>
        closed.App.Services.GetRequiredService<ShareService>().MakeAsync(new(ShareKind.Learnt, target), "title", frozen, null, Cancellation);

    private Task<string> Deck() => closed.Once(new { lengths = new[] { 3, 5 }, seeds = new[] { 1, 2 }, trainCount = 200, validationCount = 60, epochs = 9, patience = 1, learningRate = 0.5, name = "<b>small</b>" });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_OfAStranger_ShowsTheChartsWithoutACircuitOrAWayOn(bool frozen)
    {
        var made = await Share($"{await Deck()}?length=5&seed=2", frozen);

        var html = await stranger.GetStringAsync(made.Path, Cancellation);

        Assert.Contains("&lt;b&gt;small&lt;/b&gt;", html, StringComparison.Ordinal);
        Assert.Contains("Length 5, seed 2, to its stop", html, StringComparison.Ordinal);
        foreach (var drawn in new[] { "learnt-lines", "found-strip", "the-way", "learnt-panels" }) Assert.Contains(drawn, html, StringComparison.Ordinal);
        foreach (var absent in new[] { "blazor.web", "<!--Blazor", " href=\"runs", "<form", "<select", "api/", "polyline class=\"late\"" }) Assert.DoesNotContain(absent, html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_WithAllEpochs_KeepsThoseThatWereTrainedOnForIt(bool frozen)
    {
        var made = await Share($"{await Deck()}?length=5&seed=2&all=true", frozen);

        var html = await stranger.GetStringAsync(made.Path, Cancellation);

        Assert.Contains("all 9 epochs", html, StringComparison.Ordinal);
        // With so high a rate and patience 1 some network was stopped early and goes on, dashed.
        Assert.Contains("<polyline class=\"late\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfAdding_SpeaksOfItsOwnItems()
    {
        var id = await closed.Once(new { sequence = "adding", lengths = new[] { 6 }, seeds = new[] { 1 }, models = new[] { "gru" }, trainCount = 200, validationCount = 60, epochs = 2 });
        var html = System.Net.WebUtility.HtmlDecode(await stranger.GetStringAsync((await Share(id, frozen: true)).Path, Cancellation));
        Assert.Contains("Weight given to X₁", html, StringComparison.Ordinal);
        Assert.Contains("GRU finds the first marked number", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_OfARunThatIsNotThere_IsRefused() =>
        await Assert.ThrowsAsync<ShareRefusedException>(() => Share(new string('0', 32), frozen: false));

    public void Dispose() => stranger.Dispose();
}
