using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Engine.Runs;
using Dashboard.Web.Components.SharedLinks;
using Dashboard.Web.Inside;
using Dashboard.Web.Sharing;
using Dashboard.Web.Tests.Access;
using Dashboard.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Sharing;

/// <summary>Links to the networks of one length and seed, as a stranger has them.</summary>
public sealed class SharedInsideTests(TrainingApp closed) : IClassFixture<TrainingApp>, IDisposable
{
    private static readonly object Small = new { lengths = new[] { 3, 5 }, seeds = new[] { 1, 2 }, trainCount = 200, validationCount = 60, epochs = 3, name = "<b>small</b>" };

    private readonly HttpClient stranger = closed.Stranger();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ShareService Shares => closed.App.Services.GetRequiredService<ShareService>();

    private Task<string> Finished() => closed.Once(Small);

    private Task<MadeShare> Share(string target, bool frozen = false) => Shares.MakeAsync(new(ShareKind.Inside, target), "title", frozen, null, Cancellation);

    private Task<byte[]> Recorded(string id, int length, long seed) => closed.App.Services.GetRequiredService<RecordingShelf>().GetAsync(id, new(length, seed), Cancellation);

    // Clients that take no compression get the block itself.
    private async Task<JsonElement> Head(string path)
    {
        var block = await stranger.GetByteArrayAsync(path, Cancellation);
        return JsonDocument.Parse(block.AsMemory(4, BitConverter.ToInt32(block))).RootElement;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_OfAStranger_HasTheSharedViewAndTheNetworksOfItsLinkAlone(bool frozen)
    {
        var made = await Share($"{await Finished()}?length=5&seed=2&sequence=7&epoch=1&map=c&step=3", frozen);
        var html = await stranger.GetStringAsync(made.Path, Cancellation);

        Assert.Contains("data-query=\"?length=5&amp;seed=2&amp;sequence=7&amp;epoch=1&amp;map=c&amp;step=3\"", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;small&lt;/b&gt;", html, StringComparison.Ordinal);
        foreach (var absent in new[] { "blazor.web", "<!--Blazor", "<a ", "<button", "<form", "api/" }) Assert.DoesNotContain(absent, PageHtml.WithoutReadingTools(html), StringComparison.Ordinal);
        foreach (var asked in new[] { "", "?length=3&seed=1" })
        {
            var head = await Head($"{made.Path}/inside{asked}");
            Assert.Equal((5, 2), (head.GetProperty("length").GetInt32(), head.GetProperty("seed").GetInt32()));
            Assert.All(head.GetProperty("networks").EnumerateArray(), n => Assert.True(n.TryGetProperty("weights", out _)));
        }
    }

    [Fact]
    public async Task Outline_LiveOrFrozen_IsThereAtOnce()
    {
        var id = await Finished();
        foreach (var frozen in new[] { false, true })
        {
            var head = await Head($"{(await Share($"{id}?length=5&seed=1", frozen)).Path}/inside/outline");
            Assert.All(head.GetProperty("networks").EnumerateArray(), n => Assert.True(n.TryGetProperty("weights", out _)));
        }
    }

    [Fact]
    public async Task Live_AfterARestart_ShowsWhatWasKeptAndTrainsNothing()
    {
        var id = await Finished();
        var made = await Share($"{id}?length=5&seed=1");
        // The shelf of a server that has just started is empty.
        var shelf = ActivatorUtilities.CreateInstance<RecordingShelf>(closed.App.Services);
        var inside = new SharedInside(Shares, shelf);

        Assert.Null(shelf.Held(id, new(5, 1)));
        Assert.Equal(await Recorded(id, 5, 1), inside.Recording(made.Share));
        Assert.Equal(inside.Recording(made.Share), inside.Outline(made.Share));
        Assert.Null(shelf.Held(id, new(5, 1)));
    }

    [Fact]
    public async Task Live_MadeBeforeItWasTrained_TellsAStrangerWhoCanMendIt()
    {
        // Seed 2 waits for seed 1, which takes minutes.
        var id = await closed.Launch(new { lengths = new[] { 3, 100, 200 }, seeds = new[] { 1, 2 }, trainCount = 25_000, validationCount = 60, epochs = 1_000, patience = 0 });
        var made = await Share($"{id}?length=3&seed=2");
        Assert.Contains("whoever shared this link opens Inside", await Refused(made), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync($"{made.Path}/inside/outline", Cancellation)).StatusCode);

        closed.App.Runs.Pause(id);
        await closed.App.When(id, r => !r.Status.GoesOn());
        Assert.Contains("Only whoever shared this link can have it trained", await Refused(made), StringComparison.Ordinal);
        Assert.DoesNotContain("Resume it", await Refused(made), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_LetGoByTheShelf_SaysWhoBringsItBack()
    {
        var id = await Finished();
        var made = await Share($"{id}?length=5&seed=1");
        // As an earlier version made it: without the networks.
        var bare = made.Share with { Id = "bare", TokenHash = ShareToken.Hash("bare") };
        closed.App.Services.GetRequiredService<IShareStore>().Add(bare);
        var inside = new SharedInside(Shares, ActivatorUtilities.CreateInstance<RecordingShelf>(closed.App.Services));

        var refused = Assert.Throws<NothingInsideException>(() => inside.Recording(bare));
        Assert.Equal(("waiting", "Not at hand any more"), (refused.State, refused.Title));
        Assert.Empty(refused.Ways);
        Assert.Equal("none", inside.Progress(bare).State);
        // What the owner's page has put on the shelf is there for the link too.
        Assert.Equal(await Recorded(id, 5, 1), new SharedInside(Shares, closed.App.Services.GetRequiredService<RecordingShelf>()).Recording(bare));
    }

    private async Task<string> Refused(MadeShare made)
    {
        using var answer = await stranger.GetAsync($"{made.Path}/inside", Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("waiting", body.GetProperty("state").GetString());
        return body.GetProperty("detail").GetString()!;
    }

    [Fact]
    public async Task Run_Deleted_EndsTheLiveLinkAndNotTheFrozen()
    {
        var id = await closed.Finished(Small);
        var (live, frozen) = (await Share($"{id}?length=3&seed=1"), await Share($"{id}?length=3&seed=1", frozen: true));
        var before = await stranger.GetByteArrayAsync($"{frozen.Path}/inside", Cancellation);
        closed.App.Runs.Delete(id);

        Assert.Equal(before, await stranger.GetByteArrayAsync($"{frozen.Path}/inside", Cancellation));
        using var answer = await stranger.GetAsync($"{live.Path}/inside", Cancellation);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("no longer there", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("none", (await stranger.GetFromJsonAsync<JsonElement>($"{live.Path}/inside/progress", Cancellation)).GetProperty("state").GetString());
        Assert.Contains("no longer there", await stranger.GetStringAsync(live.Path, Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Revoke_EndsTheNetworksToo(bool frozen)
    {
        var made = await Share(await Finished(), frozen);
        Shares.Revoke(made.Share.Id);
        foreach (var part in new[] { "", "/inside", "/inside/outline", "/inside/progress", "/events" })
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(made.Path + part, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Inside_OfALinkToARun_IsNotThere()
    {
        var made = await Shares.MakeAsync(new(ShareKind.Run, await Finished()), null, frozen: false, null, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"{made.Path}/inside", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Frozen_Recording_IsTheOneOfThePage()
    {
        var id = await Finished();
        var made = await Share($"{id}?length=5&seed=1", frozen: true);
        Assert.Equal(await Recorded(id, 5, 1), Shares.Content(made.Share).Recording);
    }

    [Theory]
    [InlineData("?length=4", "it has 3, 5")]
    [InlineData("?seed=9", "it has 1, 2")]
    public async Task MakeAsync_NetworksThatAreNotThere_SaysWhatIs(string query, string says)
    {
        var id = await Finished();
        foreach (var frozen in new[] { false, true })
            Assert.Contains(says, (await Assert.ThrowsAsync<ShareRefusedException>(() => Share(id + query, frozen))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_AddressThatCannotBeRead_NamesTheField()
    {
        using var script = closed.Script();
        using var answer = await script.PostAsJsonAsync("/api/shares", new { kind = "inside", target = $"{await Finished()}?length=x" }, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("length: Must be a whole number", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public void FromJson_KeptByAnEarlierVersion_HasNoRecording() =>
        Assert.Null(SharedContent.FromJson("""{"keys":["a"],"runs":[],"study":null,"findings":null}""").Recording);

    public void Dispose() => stranger.Dispose();
}
