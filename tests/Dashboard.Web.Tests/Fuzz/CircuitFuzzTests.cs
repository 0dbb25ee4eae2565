using System.Net;
using System.Net.WebSockets;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Dashboard.Web.Tests.Fuzz;

/// <summary>Promise 8: a forged message may end the circuit it came through, never the server nor the circuit of somebody else.</summary>
public sealed class CircuitFuzzTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Messages_Forged_EndAtMostTheirOwnCircuit()
    {
        using var folder = new TempFolder();
        using var app = await AppProcess.Start(folder.Path);
        await using var bystander = await Circuit.Open(app, "/runs");
        await bystander.Show();
        var before = bystander.Renders;
        var nasty = new Nasty(new Random(7));
        var (circuits, messages, ended) = (LongTests.Pick(24, 1_000), 0, 0);

        for (var i = 0; i < circuits; i++)
        {
            await using var forger = await Circuit.Open(app);
            if (nasty.Chance(0.5)) await forger.Show();
            for (var left = nasty.Below(8); left >= 0 && forger.IsOpen; left--, messages++) await Forge(forger.Hub, nasty);
            if (!forger.IsOpen) ended++;
        }
        for (var i = 0; i < LongTests.Pick(6, 200); i++) await SendNoise(app, nasty);

        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync("/healthz")).StatusCode);
        Assert.True(ended > 0, "No forged message ended its circuit: were they heard at all?");
        Assert.True(bystander.IsOpen);
        await app.Launch(new { name = "after", lengths = new[] { 2 }, trainCount = 8, validationCount = 4 });
        await app.Until(() => bystander.Renders > before);
        await using var next = await Circuit.Open(app, "/runs");
        await next.Show();
        TestContext.Current.TestOutputHelper?.WriteLine($"{messages} forged messages ended {ended} of {circuits} circuits, no other and not the server");
    }

    /// <summary>One message as Blazor's own script sends them, spoilt.</summary>
    private static async Task Forge(HubConnection hub, Nasty nasty)
    {
        (string Method, object?[] Arguments) message = nasty.Below(10) switch
        {
            0 => ("StartCircuit", [nasty.Text(), nasty.Text(), nasty.Json(), nasty.Text()]),
            1 => ("ConnectCircuit", [nasty.Text()]),
            2 => ("UpdateRootComponents", [$$"""{"batchId":1,"operations":[{"type":"add","ssrComponentId":1,"marker":{{nasty.Json()}}}]}""", nasty.Text()]),
            3 => ("UpdateRootComponents", [nasty.Json(), nasty.Text()]),
            4 => ("BeginInvokeDotNetFromJS", [nasty.Number(), nasty.Pick(["System.Private.CoreLib", "Dashboard.Web", ""]), nasty.Pick(["Exit", "DispatchEventAsync", ""]), (long)nasty.Below(5), nasty.Json()]),
            5 => ("EndInvokeJSFromDotNet", [(long)nasty.Below(50), nasty.Chance(0.5), nasty.Json()]),
            6 => ("OnRenderCompleted", [(long)nasty.Below(1_000), nasty.Chance(0.5) ? null : nasty.Text()]),
            7 => ("OnLocationChanged", [nasty.Text(), nasty.Text(), nasty.Chance(0.5)]),
            8 => ("ReceiveByteArray", [nasty.Below(5), new byte[nasty.Pick([0, 10, 100_000])]]),
            _ => (nasty.Pick(["OnLocationChanging", "ReceiveJSDataChunk", "PauseCircuit", "ResumeCircuit", "Nothing", " "]), [nasty.Text(), 7L]),
        };
        try
        {
            // Sent without waiting for an answer, and once in a while waited for.
            if (nasty.Chance(0.5)) await hub.SendCoreAsync(message.Method, message.Arguments);
            else await hub.InvokeCoreAsync<object?>(message.Method, message.Arguments).WaitAsync(Patience);
        }
        catch (Exception e) when (e is HubException or InvalidOperationException or OperationCanceledException or IOException or WebSocketException or TimeoutException)
        {
            // Refused, or the circuit is gone.
        }
    }

    /// <summary>A connection that speaks no protocol at all.</summary>
    private static async Task SendNoise(AppProcess app, Nasty nasty)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(app.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, default);
        try
        {
            if (nasty.Chance(0.7)) await Send("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray());
            for (var i = 0; i < 3; i++) await Send([.. Enumerable.Range(0, nasty.Pick([1, 100, 40_000])).Select(_ => (byte)nasty.Below(256))]);
        }
        catch (WebSocketException)
        {
            // The server hung up.
        }

        Task Send(byte[] bytes) => socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, default);
    }
}
