using Dashboard.Engine.Runs;
using Dashboard.Web.Tests.People;
using Dashboard.Web.Tests.Support;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dashboard.Web.Tests.Mcp;

/// <summary>Tools do for whoever calls what they may on pages and by the API, and no more.</summary>
public sealed class McpRolesTests(NamedApp lab) : IClassFixture<NamedApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Launch_ByAViewer_IsRefusedAndByAMemberIsTheirs()
    {
        var (refused, why) = await Call("Vera", "launch_run", new() { ["run"] = TestApp.Small });
        Assert.True(refused);
        Assert.Equal("A viewer's token cannot launch runs; a member's can.", why);
        Assert.DoesNotContain(lab.App.Runs.List(new()).Items, r => r.LaunchedBy?.Name == "Vera");
        // Reading and trying are a viewer's too.
        Assert.False((await Call("Vera", "list_runs", [])).Failed);
        Assert.False((await Call("Vera", "launch_run", new() { ["run"] = TestApp.Small, ["dryRun"] = true })).Failed);

        var (failed, text) = await Call("Max", "launch_run", new() { ["run"] = TestApp.Held });
        Assert.False(failed, text);
        var held = lab.App.Runs.List(new()).Items.First(r => r.LaunchedBy?.Name == "Max" && !r.IsEnded);
        Assert.Equal((true, "This is Max's: only Max and admins can cancel runs here."), await Call("Mia", "cancel_run", new() { ["id"] = held.Id }));
        Assert.True((await Call("Vera", "cancel_run", new() { ["id"] = held.Id })).Failed);
        Assert.False((await Call("Max", "cancel_run", new() { ["id"] = held.Id })).Failed);
        Assert.Equal(RunStatus.Cancelled, (await lab.App.When(held.Id, r => r.IsEnded)).Status);
    }

    private async Task<(bool Failed, string Text)> Call(string name, string tool, Dictionary<string, object?> arguments)
    {
        await using var client = await McpClient.CreateAsync(new HttpClientTransport(new()
        {
            Endpoint = new(lab.Address, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {lab.SecretOf(name)}" },
        }), cancellationToken: Stop);
        var answer = await client.CallToolAsync(tool, arguments, cancellationToken: Stop);
        return (answer.IsError == true, string.Join(' ', answer.Content.OfType<TextContentBlock>().Select(b => b.Text)));
    }
}
