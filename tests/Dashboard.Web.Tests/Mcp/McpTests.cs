using System.Net;
using System.Text;
using System.Text.Json;
using Dashboard.Engine.Runs;
using Dashboard.Web.Tests.Access;
using Dashboard.Web.Tests.Support;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dashboard.Web.Tests.Mcp;

/// <summary>The SDK's own client against the server on a real port.</summary>
public sealed class McpTests(ClosedApp closed) : IClassFixture<ClosedApp>
{
    private static readonly string[] Names =
    [
        "cancel_run", "compare", "export", "launch_run", "list_runs", "list_studies", "list_tasks", "read_claims", "read_inside", "read_run", "read_study", "read_trials",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tools_Listed_SayWhatTheyTakeAndGive()
    {
        await using var client = await Client();
        var tools = await client.ListToolsAsync(cancellationToken: Stop);
        Assert.Equal(Names, tools.Select(t => t.Name).Order());
        Assert.All(tools, tool =>
        {
            Assert.True(tool.Description.Length > 40, tool.Name);
            Assert.NotNull(tool.ProtocolTool.Annotations?.ReadOnlyHint);
            Assert.All(Properties(tool.JsonSchema), p => Assert.True(p.Value.TryGetProperty("description", out var d) && d.GetString()!.Length > 5, $"{tool.Name}.{p.Name}"));
            if (tool.Name != "export") Assert.NotNull(tool.ReturnJsonSchema);
        });
        Assert.Equal(["cancel_run", "launch_run"], tools.Where(t => t.ProtocolTool.Annotations!.ReadOnlyHint == false).Select(t => t.Name).Order());
        var launch = tools.Single(t => t.Name == "launch_run").JsonSchema.GetProperty("properties").GetProperty("run");
        Assert.Contains("1 to 128", launch.GetProperty("properties").GetProperty("hiddenSize").GetProperty("description").GetString(), StringComparison.Ordinal);
        var read = tools.Single(t => t.Name == "read_trials").ReturnJsonSchema!.Value.ToString();
        Assert.Contains("Lowest validation score over its epochs", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launch_ListReadCompareCancel_Work()
    {
        await using var client = await Client();
        var dry = await Call(client, "launch_run", new() { ["run"] = new { lengths = new[] { 2, 3 }, seeds = new[] { 1, 2, 3 } }, ["dryRun"] = true });
        Assert.Equal((false, 12), (dry.GetProperty("launched").GetBoolean(), dry.GetProperty("trials").GetInt32()));
        var before = closed.App.Runs.List(new()).Total;
        var launched = await Call(client, "launch_run", new() { ["run"] = new { name = "by an assistant", lengths = new[] { 2, 3 }, seeds = new[] { 1, 2 }, trainCount = 8, validationCount = 4 } });
        Assert.Equal(before + 1, closed.App.Runs.List(new()).Total);
        var id = launched.GetProperty("run").GetProperty("id").GetString()!;
        await closed.App.When(id, r => r.IsEnded);

        var list = await Call(client, "list_runs", new() { ["text"] = "assistant", ["take"] = 1 });
        Assert.Equal((1, 0, id), (list.GetProperty("total").GetInt32(), list.GetProperty("leftOut").GetInt32(), list.GetProperty("runs")[0].GetProperty("id").GetString()));
        var run = await Call(client, "read_run", new() { ["id"] = id });
        Assert.Equal(1.5, run.GetProperty("summary")[0].GetProperty("mad")[0].GetDouble());
        var trials = await Call(client, "read_trials", new() { ["id"] = id, ["model"] = "lstm", ["take"] = 1, ["epochs"] = true });
        Assert.Equal((4, 3), (trials.GetProperty("total").GetInt32(), trials.GetProperty("leftOut").GetInt32()));
        Assert.Equal("lstm", trials.GetProperty("trials")[0].GetProperty("model").GetString());
        Assert.NotEmpty(trials.GetProperty("trials")[0].GetProperty("epochs").EnumerateArray());
        var compared = await Call(client, "compare", new() { ["ids"] = new[] { id, "published:simple-0-raw" } });
        Assert.Equal(["trained", "published"], compared.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("origin").GetString()));
        var two = compared.GetProperty("byLength").EnumerateArray().First(r => r.GetProperty("run").GetString() == id && r.GetProperty("length").GetInt32() == 2);
        Assert.Equal((1.5, 2, 2), (two.GetProperty("score").GetDouble(), two.GetProperty("solved").GetInt32(), two.GetProperty("tried").GetInt32()));
        var exported = await client.CallToolAsync("export", new Dictionary<string, object?> { ["ids"] = new[] { id }, ["format"] = "md" }, cancellationToken: Stop);
        Assert.Contains("# by an assistant", Text(exported), StringComparison.Ordinal);
        Assert.Contains("| Length |", Text(exported), StringComparison.Ordinal);

        var held = (await Call(client, "launch_run", new() { ["run"] = TestApp.Held })).GetProperty("run").GetProperty("id").GetString()!;
        await Call(client, "cancel_run", new() { ["id"] = held });
        Assert.Equal(RunStatus.Cancelled, (await closed.App.When(held, r => r.IsEnded)).Status);
    }

    [Fact]
    public async Task Launch_WithoutATokenThatMay_IsRefused()
    {
        var before = closed.App.Runs.List(new()).Total;
        foreach (var token in new[] { null, "wrong-horse-battery-staple" })
        {
            var e = await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                await using var client = await Client(token);
                await client.CallToolAsync("launch_run", new Dictionary<string, object?> { ["run"] = TestApp.Small }, cancellationToken: Stop);
            });
            Assert.Contains("401", e.ToString(), StringComparison.Ordinal);
            using var raw = await Raw("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"launch_run","arguments":{"run":{}}}}""", token);
            Assert.Equal(HttpStatusCode.Unauthorized, raw.StatusCode);
        }
        Assert.Equal(before, closed.App.Runs.List(new()).Total);
    }

    [Theory]
    [InlineData("launch_run", """{"run":{"seed":3,"epochs":0}}""", "There is no such field")]
    [InlineData("launch_run", """{"run":{"epochs":0},"dryRun":true}""", "Must be 1 to 1,000.")]
    [InlineData("launch_run", """{"run":7}""", "Must be an object")]
    [InlineData("launch_run", """{}""", "required parameter 'run'")]
    [InlineData("list_runs", """{"take":"many"}""", "cannot be read")]
    [InlineData("read_run", """{"id":"no"}""", "There is no run 'no'")]
    [InlineData("read_run", """{"id":"0123456789abcdef0123456789abcdef"}""", "There is no run")]
    [InlineData("cancel_run", """{"id":"0123456789abcdef0123456789abcdef"}""", "There is no run")]
    [InlineData("list_runs", """{"take":51}""", "Must be 1 to 50")]
    [InlineData("list_runs", """{"status":"finished"}""", "Each must be queued")]
    [InlineData("list_runs", """{"sequence":"deck"}""", "Must be simple")]
    [InlineData("read_study", """{"id":"x"}""", "There is no study")]
    [InlineData("read_claims", """{"studies":["x"],"runIds":["y"]}""", "not both")]
    [InlineData("compare", """{"ids":[]}""", "Must name 1 to 10")]
    [InlineData("compare", """{"ids":["published:simple"]}""", "There is no run 'published:simple'. Of published results there are published:simple or realistic-0, 2, 4 or 6-raw or standardized, such as published:simple-0-raw.")]
    [InlineData("export", """{"ids":["published:simple-0-raw"],"format":"pdf"}""", "Must be csv")]
    [InlineData("read_inside", """{"id":"0123456789abcdef0123456789abcdef","length":5,"seed":1}""", "There is no run")]
    public async Task Call_Wrong_SaysWhatIsAllowed(string tool, string arguments, string message)
    {
        await using var client = await Client();
        var args = JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)!;
        var answer = await client.CallToolAsync(tool, args, cancellationToken: Stop);
        Assert.True(answer.IsError, Text(answer));
        Assert.Contains(message, Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_LongerThanAnAnswer_IsReadOn()
    {
        await using var client = await Client();
        string[] ids = [.. new[] { "simple", "realistic" }.SelectMany(s => new[] { 0, 2, 4, 6 }.Select(noise => $"published:{s}-{noise}-raw"))];
        var whole = await closed.Script().GetStringAsync($"/api/compare/export?format=html&runs={string.Join(',', ids)}", Stop);
        var text = new StringBuilder();
        for (var asked = 0; asked < 20; asked++)
        {
            var answer = await client.CallToolAsync("export", new Dictionary<string, object?> { ["ids"] = ids, ["format"] = "html", ["offset"] = text.Length }, cancellationToken: Stop);
            var part = ((TextContentBlock)answer.Content[0]).Text;
            Assert.InRange(part.Length, 1, 60_000);
            text.Append(part);
            if (answer.Content.Count == 1) break;
            Assert.Contains($"offset {text.Length}", ((TextContentBlock)answer.Content[1]).Text, StringComparison.Ordinal);
        }
        Assert.True(text.Length > 60_000);
        // The time of writing differs.
        Assert.Equal(whole.Length, text.Length);
    }

    [Fact]
    public async Task Claims_OfThePublishedResult_HaveVerdicts()
    {
        await using var client = await Client();
        var claims = await Call(client, "read_claims", []);
        Assert.NotEmpty(claims.GetProperty("claims").EnumerateArray());
        Assert.All(claims.GetProperty("claims").EnumerateArray(), c =>
        {
            Assert.Contains(c.GetProperty("verdict").GetString(), new[] { "supported", "contradicted", "notSettled" });
            Assert.NotEmpty(c.GetProperty("effects").EnumerateArray());
        });
        var tasks = await Call(client, "list_tasks", []);
        Assert.Contains(tasks.GetProperty("tasks").EnumerateArray(), t => t.GetProperty("sequence").GetString() == "adding");
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Host", "evil.example", HttpStatusCode.BadRequest)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    public async Task Request_OfAForeignSite_IsRefused(string header, string value, HttpStatusCode status)
    {
        using var answer = await Raw("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", ClosedApp.Token, (header, value));
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Request_TooLarge_IsRefused()
    {
        using var answer = await Raw("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"x\":\"" + new string('x', 2_000_000) + "\"}}", ClosedApp.Token);
        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    private async Task<HttpResponseMessage> Raw(string body, string? token, (string Name, string Value)? header = null)
    {
        using var client = closed.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Accept", "application/json, text/event-stream");
        if (token is not null) request.Headers.Add("Authorization", $"Bearer {token}");
        if (header is { } h) request.Headers.TryAddWithoutValidation(h.Name, h.Value);
        return await client.SendAsync(request, Stop);
    }

    private async Task<McpClient> Client(string? token = ClosedApp.Token) => await McpClient.CreateAsync(new HttpClientTransport(new()
    {
        Endpoint = new(closed.Address, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp,
        AdditionalHeaders = token is null ? [] : new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
    }), cancellationToken: Stop);

    private static async Task<JsonElement> Call(McpClient client, string tool, Dictionary<string, object?> arguments)
    {
        var answer = await client.CallToolAsync(tool, arguments, cancellationToken: Stop);
        Assert.True(answer.IsError != true, Text(answer));
        return answer.StructuredContent is { } content ? JsonSerializer.SerializeToElement(content) : throw new McpException("No structured content.");
    }

    private static string Text(CallToolResult answer) => string.Join('\n', answer.Content.OfType<TextContentBlock>().Select(b => b.Text));

    private static IEnumerable<JsonProperty> Properties(JsonElement schema) => schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : [];
}
