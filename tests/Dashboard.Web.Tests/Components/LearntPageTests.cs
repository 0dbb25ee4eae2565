using System.Net;
using Dashboard.Engine.Training;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Components;

public sealed class LearntPageTests : IDisposable
{
    private readonly TestApp app = new() { Trainer = new FusedTrainer() };

    [Theory]
    [InlineData("adding", 10, "Weight given to X₁", "Weight given to X₂", "X₁ only")]
    [InlineData("copyMemory", 3, "Weight given to symbol 1", "Weight given to symbol 10", "symbol 1 only")]
    [InlineData("temporalOrder", 20, "Weight given to 1st X/Y", "Weight given to 2nd X/Y", "guessing one of 4")]
    public async Task Render_RunOfATask_SpeaksOfWhatIsToBeRemembered(string sequence, int length, params string[] words)
    {
        var id = await app.Launch(new { sequence, lengths = new[] { length }, hiddenSize = 4, trainCount = 100, validationCount = 60, epochs = 2 });
        await app.When(id, r => r.IsEnded);

        var page = WebUtility.HtmlDecode(await app.CreateClient().GetStringAsync($"/runs/{id}/learnt", TestContext.Current.CancellationToken));

        Assert.All(words, w => Assert.Contains(w, page, StringComparison.Ordinal));
    }

    // One thing alone is to be remembered there: no way from one to two.
    [Fact]
    public async Task Render_TwoSequences_HasOneWeightAndNoWay()
    {
        var id = await app.Launch(new { sequence = "twoSequences", lengths = new[] { 8 }, hiddenSize = 4, trainCount = 100, validationCount = 60, epochs = 2 });
        await app.When(id, r => r.IsEnded);

        var page = WebUtility.HtmlDecode(await app.CreateClient().GetStringAsync($"/runs/{id}/learnt", TestContext.Current.CancellationToken));

        Assert.Contains("Weight given to x₁ to x₃", page, StringComparison.Ordinal);
        Assert.DoesNotContain("the-way", page, StringComparison.Ordinal);
    }

    public void Dispose() => app.Dispose();
}
