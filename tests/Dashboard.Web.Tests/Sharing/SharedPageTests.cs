using System.Net;
using System.Text.Json;
using Dashboard.Engine.Runs;
using Dashboard.Web.Sharing;
using Dashboard.Web.Tests.Access;
using Dashboard.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Sharing;

/// <summary>Shared links as a stranger has them: behind access control, with nothing but the link.</summary>
public sealed class SharedPageTests(ClosedApp closed) : IClassFixture<ClosedApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ShareService Shares => closed.App.Services.GetRequiredService<ShareService>();

    private Task<string> Finished(string name = "small") => closed.Finished(new { lengths = new[] { 2, 3 }, trainCount = 8, validationCount = 4, name });

    private Task<MadeShare> Share(string id, bool frozen = false, DateTime? expires = null) => Shares.MakeAsync(new(ShareKind.Run, id), "title", frozen, expires);

    [Fact]
    public async Task Page_OfAStranger_ShowsTheViewAndNothingElse()
    {
        var id = await Finished("<script>alert(1)</script>");
        using var stranger = closed.Stranger();
        using var answer = await stranger.GetAsync((await Share(id)).Path, Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"MAD against sequence length.", html, StringComparison.Ordinal);
        Assert.Contains("1.50", html, StringComparison.Ordinal);
        foreach (var absent in new[] { "blazor.web", "_framework", "<nav", "<a ", "<button", "<form", "<!--Blazor" }) Assert.DoesNotContain(absent, PageHtml.WithoutReadingTools(html), StringComparison.Ordinal);
        Assert.Contains("name=\"robots\" content=\"noindex", html, StringComparison.Ordinal);
        Assert.StartsWith("noindex", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")), StringComparison.Ordinal);
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.NotNull(Shares.List().First(s => s.Title == "title").LastUsedAt);
    }

    [Fact]
    public async Task Stranger_WithALink_ReachesNothingElse()
    {
        var (shared, other) = (await Finished(), await Finished("other"));
        var path = (await Share(shared)).Path;
        using var stranger = closed.Stranger();
        await stranger.GetAsync(path, Cancellation);
        foreach (var elsewhere in new[] { $"/runs/{other}", $"/api/runs/{shared}", $"/api/runs/{other}/trials", "/api/shares", "/shares", "/hubs/runs", "/_blazor", $"{path}/../../api/runs", $"{path}/trials" })
            Assert.Contains((await stranger.GetAsync(elsewhere, Cancellation)).StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.Redirect });
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync(path, null, Cancellation)).StatusCode);
        Assert.DoesNotContain("other", await stranger.GetStringAsync($"{path}?runs={other}&id={other}", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownExpiredAndRevoked_AnswerTheSameBytes()
    {
        var id = await Finished();
        var expired = await Share(id, expires: DateTime.UtcNow.AddMilliseconds(1));
        var revoked = await Share(id);
        Shares.Revoke(revoked.Share.Id);
        await Task.Delay(20, Cancellation);
        using var stranger = closed.Stranger();
        var answers = new List<(HttpStatusCode, string, string)>();
        foreach (var path in new[] { "/s/" + ShareToken.Make(), "/s/x", expired.Path, revoked.Path, $"{revoked.Path}/events", $"/s/{revoked.Share.Id}", $"/s/{revoked.Share.TokenHash}" })
        {
            using var answer = await stranger.GetAsync(path, Cancellation);
            var headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key != "Date").Select(h => $"{h.Key}: {string.Join(',', h.Value)}").Order());
            answers.Add((answer.StatusCode, headers, await answer.Content.ReadAsStringAsync(Cancellation)));
        }
        Assert.Equal(HttpStatusCode.NotFound, answers[0].Item1);
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Token_IsStoredNowhere()
    {
        var made = await Share(await Finished(), frozen: true);
        Assert.Equal(43, made.Token.Length);
        Assert.DoesNotContain(made.Token, JsonSerializer.Serialize(Shares.List()), StringComparison.Ordinal);
        using var script = closed.Script();
        Assert.DoesNotContain(made.Token, await script.GetStringAsync("/api/shares", Cancellation), StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(closed.App.DataFolder, "*.db"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(made.Token, await reader.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Revoke_EndsOpenPages(bool frozen)
    {
        var made = await Share(await Finished(), frozen);
        using var stranger = closed.Stranger();
        using var stream = new StreamReader(await stranger.GetStreamAsync($"{made.Path}/events", Cancellation));
        Assert.Equal("retry: 2000", await stream.ReadLineAsync(Cancellation));
        using var script = closed.Script();
        Assert.Equal(HttpStatusCode.OK, (await script.DeleteAsync($"/api/shares/{made.Share.Id}", Cancellation)).StatusCode);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        Assert.Contains("event: gone", await stream.ReadToEndAsync(patience.Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(made.Path, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task LivePage_WhileItsRunTrains_GetsItDrawnAnew()
    {
        var id = await closed.Launch(new { lengths = new[] { 2, HeldTrainer.HeldLength }, models = new[] { "rnn" }, trainCount = 8, validationCount = 4, name = "live" });
        await closed.App.When(id, r => r.TrialsDone == 1);
        using var stranger = closed.Stranger();
        using var stream = new StreamReader(await stranger.GetStreamAsync($"{(await Share(id)).Path}/events", Cancellation));
        string body;
        // The parts of the body come as they are drawn.
        do body = await NextBody(stream);
        while (!body.Contains("1 of 2 trials done", StringComparison.Ordinal));
        closed.App.Runs.Edit(id, name: "renamed <i>");
        closed.App.Runs.Cancel(id);
        do body = await NextBody(stream);
        while (!body.Contains("Cancelled", StringComparison.Ordinal));
        Assert.Contains("renamed &lt;i&gt;", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FrozenPage_AfterItsRunChanged_StaysAsItWas()
    {
        var id = await Finished("before");
        using var stranger = closed.Stranger();
        var made = await Share(id, frozen: true);
        var before = await stranger.GetStringAsync(made.Path, Cancellation);
        closed.App.Runs.Edit(id, name: "after", notes: "after");
        Assert.Equal(before, await stranger.GetStringAsync(made.Path, Cancellation));
        closed.App.Runs.Delete(id);
        Assert.Equal(before, await stranger.GetStringAsync(made.Path, Cancellation));
        Assert.Contains("before", before, StringComparison.Ordinal);
        Assert.Contains("1.50", before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapPage_LiveOrFrozen_ShowsThePictureAndItsNumbers()
    {
        var (spec, _) = MapRequestValidator.Validate(new()
        {
            Values = [4, 6], Run = RunRequest.From(Trials.Spec([2, 3], seeds: 2)) with { TrainCount = 8, ValidationCount = 4, Models = ["lstm"] },
        });
        var study = closed.App.Runs.LaunchMap(spec!);
        foreach (var id in study.RunIds) await closed.App.When(id, r => r.IsEnded);
        using var stranger = closed.Stranger();

        var live = await Shares.MakeAsync(new(ShareKind.Study, study.Id), null, frozen: false, null);
        Shows(await stranger.GetStringAsync(live.Path, Cancellation), "2 of 2 solved");
        var frozen = await Shares.MakeAsync(new(ShareKind.Study, study.Id + "?under=1"), null, frozen: true, null);
        foreach (var id in study.RunIds) closed.App.Runs.Delete(id);
        Shows(await stranger.GetStringAsync(frozen.Path, Cancellation), "0 of 2 solved");

        static void Shows(string html, string words)
        {
            Assert.Contains($"LSTM, 6 units, length 3: {words}", html, StringComparison.Ordinal);
            Assert.DoesNotContain("role=\"grid\"", html, StringComparison.Ordinal);
            foreach (var absent in new[] { "blazor.web", "<nav", "<button", "<!--Blazor" }) Assert.DoesNotContain(absent, PageHtml.WithoutReadingTools(html), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task StudyPage_LiveOrFrozen_ShowsWhatItsTrialsSay()
    {
        var study = closed.App.Runs.LaunchDeck(Engine.Experiments.Protocol.Notebook, [1, 2]);
        foreach (var id in study.RunIds) await closed.App.When(id, r => r.IsEnded);
        using var stranger = closed.Stranger();
        string[] sections = ["class=\"verdicts\"", "Gradient horizon", "Forgetting horizon", "Published check", "of 864 published numbers"];
        var live = await Shares.MakeAsync(new(ShareKind.Study, study.Id), null, frozen: false, null);
        var html = await stranger.GetStringAsync(live.Path, Cancellation);
        Assert.All(sections, s => Assert.Contains(s, html, StringComparison.Ordinal));
        foreach (var absent in new[] { "<a ", "<button", "<form" }) Assert.DoesNotContain(absent, PageHtml.WithoutReadingTools(html), StringComparison.Ordinal);
        Assert.Equal(study.Name, live.Share.Title);

        var frozen = await Shares.MakeAsync(new(ShareKind.Study, study.Id), null, frozen: true, null);
        var before = await stranger.GetStringAsync(frozen.Path, Cancellation);
        foreach (var id in study.RunIds) closed.App.Runs.Delete(id);
        Assert.Equal(before, await stranger.GetStringAsync(frozen.Path, Cancellation));
        Assert.All(sections, s => Assert.Contains(s, before, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunPage_WithAViewOfItsFlow_ShowsThatView(bool frozen)
    {
        var id = await Finished();
        using var stranger = closed.Stranger();
        var html = await stranger.GetStringAsync((await Share(id + "?tab=flow&epoch=first&length=2", frozen)).Path, Cancellation);
        Assert.Contains("of the first epoch, length 2", html, StringComparison.Ordinal);
        Assert.Contains("Gradient norm against timestep at length 2.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"range\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embed_IsTheOnlyWayIntoAFrame()
    {
        var path = (await Share(await Finished())).Path;
        using var stranger = closed.Stranger();
        async Task<string> Policy(string at) => (await stranger.GetAsync(at, Cancellation)).Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", await Policy(path), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors *", await Policy(path + "?embed"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors *", await Policy(path + "?embed=gradient"), StringComparison.Ordinal);
        Assert.False((await stranger.GetAsync(path + "?embed", Cancellation)).Headers.Contains("X-Frame-Options"));
        foreach (var other in new[] { "/login?embed", "/?embed", $"{path}/inside?embed", $"{path}?embedded", "/health?embed" })
        {
            Assert.Contains("frame-ancestors 'none'", await Policy(other), StringComparison.Ordinal);
            Assert.Equal(["DENY"], (await stranger.GetAsync(other, Cancellation)).Headers.GetValues("X-Frame-Options"));
        }
    }

    [Theory]
    [InlineData("?embed", "mad")]
    [InlineData("?embed=mad", "mad")]
    [InlineData("?embed=flow", "flow")]
    public async Task Embed_OfARun_ShowsTheChartThatIsAskedFor(string query, string chart)
    {
        using var stranger = closed.Stranger();
        var html = await stranger.GetStringAsync((await Share(await Finished())).Path + query, Cancellation);
        Assert.Contains($"data-embed=\"{chart}\"", html, StringComparison.Ordinal);
        Assert.Contains($"data-chart=\"{chart}\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embed_OfAChartThatIsNotThere_NamesThoseThatAre()
    {
        using var stranger = closed.Stranger();
        var answer = await stranger.GetAsync((await Share(await Finished())).Path + "?embed=map", Cancellation);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal("embed: Must be mad or gradient or flow.", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Viewers_WhoLeave_AreForgotten()
    {
        var feed = closed.App.Services.GetRequiredService<Dashboard.Web.Components.SharedLinks.SharedFeed>();
        var made = await Share(await Finished());
        using (var stranger = closed.Stranger())
        {
            using var stream = new StreamReader(await stranger.GetStreamAsync($"{made.Path}/events", Cancellation));
            await NextBody(stream);
            Assert.Equal(1, feed.ViewersOf(made.Share));
        }
        using var patience = new CancellationTokenSource(TestApp.Patience);
        while (feed.ViewersOf(made.Share) > 0) await Task.Delay(20, patience.Token);
    }

    private static async Task<string> NextBody(StreamReader stream)
    {
        using var patience = new CancellationTokenSource(TestApp.Patience);
        while (await stream.ReadLineAsync(patience.Token) is { } line)
            if (line.StartsWith("data: {", StringComparison.Ordinal)) return string.Concat(JsonSerializer.Deserialize<Dictionary<string, string>>(line["data: ".Length..])!.Values);
        throw new IOException("The stream ended.");
    }
}
