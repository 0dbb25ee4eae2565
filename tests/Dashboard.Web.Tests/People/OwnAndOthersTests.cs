using System.Text.Json;
using Dashboard.Engine.Runs;
using Dashboard.Web.People;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.People;

/// <summary>What one person launched or shared, and what others may do to it, by the API.</summary>
public sealed class OwnAndOthersTests(NamedApp lab) : IClassFixture<NamedApp>
{
    [Fact]
    public async Task Run_OfAMember_IsDeletedByNobodyElseButAdmins()
    {
        var id = await lab.LaunchAsync("Max");
        var (status, problem) = await lab.SendAsync("Mia", "DELETE", $"/api/runs/{id}");

        Assert.Equal(403, status);
        Assert.Contains("Max", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotNull(lab.App.Runs.Find(id));
        Assert.Equal(204, (await lab.SendAsync("Max", "DELETE", $"/api/runs/{id}")).Status);
        Assert.Equal(403, (await lab.SendAsync("Mia", "POST", $"/api/runs/{id}/restore")).Status);
        Assert.Equal(202, (await lab.SendAsync("Max", "POST", $"/api/runs/{id}/restore")).Status);
        Assert.Equal(204, (await lab.SendAsync("Ada", "DELETE", $"/api/runs/{id}")).Status);
        Assert.Equal(202, (await lab.SendAsync(null, "POST", $"/api/runs/{id}/restore")).Status);
    }

    [Theory]
    [InlineData("PATCH", "")]
    [InlineData("POST", "/pause")]
    [InlineData("POST", "/cancel")]
    [InlineData("POST", "/resume")]
    public async Task Run_OfAMember_IsSteeredByNobodyElse(string method, string move)
    {
        var (_, launched) = await lab.SendAsync("Max", "POST", "/api/runs", TestApp.Held);
        var path = $"/api/runs/{launched.GetProperty("id").GetString()}";
        if (move == "/resume") await lab.SendAsync("Max", "POST", path + "/pause");
        object? body = method == "PATCH" ? new { notes = "mine" } : null;

        Assert.Equal(403, (await lab.SendAsync("Mia", method, path + move, body)).Status);
        Assert.Equal(403, (await lab.SendAsync("Vera", method, path + move, body)).Status);
        Assert.True((await lab.SendAsync("Max", method, path + move, body)).Status is 200 or 202);
        await lab.SendAsync("Max", "POST", path + "/cancel");
    }

    [Fact]
    public async Task Run_OfNobodyKnown_IsChangedByAdminsOnly()
    {
        var id = lab.App.Runs.Launch(Lengths(2)).Id;

        Assert.Equal(403, (await lab.SendAsync("Max", "DELETE", $"/api/runs/{id}")).Status);
        Assert.Equal(204, (await lab.SendAsync("Ada", "DELETE", $"/api/runs/{id}")).Status);
    }

    [Fact]
    public async Task LaunchedBy_OfRunsAndStudies_IsInTheApiAndItsFiles()
    {
        var id = await lab.LaunchAsync("Mia");
        var (_, study) = await lab.SendAsync("Mia", "POST", "/api/studies", new { map = new { values = new[] { 2, 4 }, run = new { lengths = new[] { 2, 3 }, seeds = new[] { 1 }, trainCount = 8, validationCount = 4 } } });

        Assert.Equal("Mia", (await lab.SendAsync("Vera", "GET", $"/api/runs/{id}")).Body.GetProperty("launchedBy").GetString());
        Assert.Equal("Mia", study.GetProperty("launchedBy").GetString());
        Assert.All(study.GetProperty("runs").EnumerateArray(), r => Assert.Equal("Mia", r.GetProperty("launchedBy").GetString()));
        var list = (await lab.SendAsync("Vera", "GET", "/api/runs?launchedBy=MIA&take=500")).Body;
        Assert.All(list.GetProperty("items").EnumerateArray(), r => Assert.Equal("Mia", r.GetProperty("launchedBy").GetString()));
        Assert.True(list.GetProperty("total").GetInt32() >= 3);
        Assert.Contains("Mia", list.GetProperty("launchers").EnumerateArray().Select(l => l.GetString()));
        await lab.App.When(id, r => r.IsEnded);
        using var script = lab.Script("Vera");
        var csv = await script.GetStringAsync($"/api/runs/{id}/trials.csv", TestContext.Current.CancellationToken);
        var column = Array.IndexOf(csv.Split("\r\n")[0].Split(','), "launchedBy");
        Assert.Equal("Mia", csv.Split("\r\n")[1].Split(',')[column]);
        Assert.Contains("\"launchedBy\": \"Mia\"", await script.GetStringAsync($"/api/runs/{id}/export?format=json", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("launched by Mia", await script.GetStringAsync($"/api/runs/{id}/export?format=html", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seeds_OfAnothersMap_AreAddedByNobodyElse()
    {
        var (_, study) = await lab.SendAsync("Max", "POST", "/api/studies", new { map = new { values = new[] { 2, 4 }, run = new { lengths = new[] { 2, 3 }, seeds = new[] { 1 }, trainCount = 8, validationCount = 4 } } });
        var path = $"/api/studies/{study.GetProperty("id").GetString()}/seeds";
        var seeds = new { model = "lstm", length = 2, value = 2, count = 1 };

        Assert.Equal(403, (await lab.SendAsync("Mia", "POST", path, seeds)).Status);
        Assert.Equal(201, (await lab.SendAsync("Max", "POST", path, seeds)).Status);
    }

    [Fact]
    public async Task Link_OfAMember_IsRevokedByNobodyElseButAdmins()
    {
        var id = await lab.LaunchAsync("Max");
        // Of somebody else's run: it shows, and changes nothing.
        var (status, made) = await lab.SendAsync("Mia", "POST", "/api/shares", new { kind = "run", target = id });
        Assert.Equal(201, status);
        var share = made.GetProperty("share");
        Assert.Equal("Mia", share.GetProperty("createdBy").GetString());

        Assert.Equal(403, (await lab.SendAsync("Max", "DELETE", $"/api/shares/{share.GetProperty("id").GetString()}")).Status);
        using var stranger = lab.Stranger();
        var page = await stranger.GetStringAsync(new Uri(made.GetProperty("url").GetString()!).PathAndQuery, TestContext.Current.CancellationToken);
        // Who is who is nothing for strangers.
        Assert.DoesNotContain("Max", page, StringComparison.Ordinal);
        Assert.Equal(200, (await lab.SendAsync("Ada", "DELETE", $"/api/shares/{share.GetProperty("id").GetString()}")).Status);
    }

    [Fact]
    public async Task Audit_OfWhatPeopleDid_SaysWhoDidWhat()
    {
        var id = await lab.LaunchAsync("Mia");
        var (_, made) = await lab.SendAsync("Mia", "POST", "/api/shares", new { kind = "run", target = id });
        var share = made.GetProperty("share").GetProperty("id").GetString();
        await lab.SendAsync("Mia", "DELETE", $"/api/shares/{share}");
        await lab.SendAsync("Mia", "PATCH", $"/api/runs/{id}", new { notes = "mine" });
        for (var i = 0; i < 3; i++) Assert.Equal(403, (await lab.SendAsync("Max", "DELETE", $"/api/runs/{id}")).Status);
        await lab.SendAsync("Ada", "DELETE", $"/api/runs/{id}");

        var lines = (await lab.SendAsync("Ada", "GET", "/api/audit?take=1000")).Body.GetProperty("items").EnumerateArray()
            .Where(l => l.GetProperty("target").GetString() is { } target && (target == id || target == share)).Select(Line).ToArray();
        // A try is noted once, however often it is made.
        Assert.Equal(["Ada delete small", "Max delete small refused", "Mia edit small", "Mia revokeLink small", "Mia share small", "Mia launch small"], lines);
        Assert.All((await lab.SendAsync("Ada", "GET", "/api/audit?refused=true")).Body.GetProperty("items").EnumerateArray(), l => Assert.True(l.GetProperty("refused").GetBoolean()));
        Assert.All((await lab.SendAsync("Ada", "GET", "/api/audit?refused=false")).Body.GetProperty("items").EnumerateArray(), l => Assert.False(l.GetProperty("refused").GetBoolean()));
        Assert.Equal(["Lab token makeToken Vera", "Lab token makeToken Mia"],
            (await lab.SendAsync("Ada", "GET", "/api/audit?deed=makeToken&by=lab%20token&take=2")).Body.GetProperty("items").EnumerateArray().Select(Line));
        Assert.Equal(400, (await lab.SendAsync("Ada", "GET", "/api/audit?deed=nonsense&take=0")).Status);

        static string Line(JsonElement l) => $"{l.GetProperty("by").GetString()} {l.GetProperty("deed").GetString()} {l.GetProperty("title").GetString()}{(l.GetProperty("refused").GetBoolean() ? " refused" : "")}";
    }

    [Fact]
    public async Task Me_OfEverybody_SaysWhatTheyMay()
    {
        foreach (var (name, role) in NamedApp.People)
        {
            var (_, me) = await lab.SendAsync(name, "GET", "/api/me");
            Assert.Equal((name, role.ToString().ToLowerInvariant()), (me.GetProperty("name").GetString(), me.GetProperty("role").GetString()));
            Assert.Equal(role switch { Role.Viewer => 0, Role.Member => 11, _ => Enum.GetValues<Deed>().Length }, me.GetProperty("may").GetArrayLength());
        }
    }

    private static Engine.Experiments.RunSpec Lengths(int length) =>
        RunRequestValidator.Validate(new() { Lengths = [length], TrainCount = 8, ValidationCount = 4 }).Spec!;
}
