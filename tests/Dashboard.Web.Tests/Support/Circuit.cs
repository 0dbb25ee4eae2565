using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Support;

/// <summary>A Blazor circuit without a browser: it starts a page's components, acknowledges what the server draws, and answers its calls of scripts.</summary>
internal sealed partial class Circuit : IAsyncDisposable
{
    private readonly AppProcess app;
    private int renders;
    private readonly string path;
    private string id = "";

    private Circuit(AppProcess app, string path)
    {
        (this.app, this.path) = (app, path);
        // As whoever the app's client comes as.
        var builder = new HubConnectionBuilder().WithUrl(new Uri(app.Address, "/_blazor"), o =>
        {
            if (app.Http.DefaultRequestHeaders.Authorization is { } token) o.Headers["Authorization"] = token.ToString();
        });
        builder.Services.AddSingleton<IHubProtocol>(new BlazorPack());
        Hub = builder.Build();
        Hub.On<int, byte[]>("JS.RenderBatch", async (batch, drawn) =>
        {
            Interlocked.Increment(ref renders);
            Drawn?.Invoke(drawn);
            await Hub.SendAsync("OnRenderCompleted", (long)batch, null);
        });
        // Result type 1 is a reference to an object of the page's script.
        Hub.On<long, string, string, int, long, int>("JS.BeginInvokeJS", (call, _, _, resultType, _, _) =>
            Hub.SendAsync("EndInvokeJSFromDotNet", call, true, $"[{call},true,{(resultType == 1 ? """{"__jsObjectId":1}""" : "null")}]"));
    }

    public HubConnection Hub { get; }

    public bool IsOpen => Hub.State == HubConnectionState.Connected;

    /// <summary>Told what the server draws: a render batch, in which texts stand as UTF-8.</summary>
    public Action<byte[]>? Drawn { get; set; }

    /// <summary>How often the server has drawn something for it.</summary>
    public int Renders => Volatile.Read(ref renders);

    /// <summary>Starts a circuit for a page; <see cref="Show"/> draws it.</summary>
    public static async Task<Circuit> Open(AppProcess app, string path = "/")
    {
        var circuit = new Circuit(app, path);
        await circuit.Hub.StartAsync();
        circuit.id = await circuit.Hub.InvokeAsync<string?>("StartCircuit", app.Address.ToString(), new Uri(app.Address, path).ToString(), "[]", "") ?? throw new IOException("No circuit was started.");
        return circuit;
    }

    /// <summary>Starts the page's components, as its script does, and waits until they are drawn.</summary>
    public async Task Show()
    {
        var html = await app.Http.GetStringAsync(path);
        var components = Marker().Matches(html).Select(m => JsonDocument.Parse(m.Groups[1].Value).RootElement)
            .Where(m => m.TryGetProperty("descriptor", out _)).Select((marker, i) => new { type = "add", ssrComponentId = i + 1, marker });
        var before = Renders;
        await Hub.InvokeAsync<object?>("UpdateRootComponents", JsonSerializer.Serialize(new { batchId = 1, operations = components }), "");
        await app.Until(() => Renders > before);
    }

    /// <summary>As a browser closes a page: it says so, or the server would wait for its return for minutes.</summary>
    public async ValueTask DisposeAsync()
    {
        using var goodbye = new MultipartFormDataContent { { new StringContent(id), "circuitId" } };
        using var _ = await app.Http.PostAsync("/_blazor/disconnect", goodbye);
        await Hub.DisposeAsync();
    }

    [GeneratedRegex("<!--Blazor:({.*?})-->")]
    private static partial Regex Marker();

    /// <summary>Blazor's name for SignalR's MessagePack protocol.</summary>
    private sealed class BlazorPack : IHubProtocol
    {
        private readonly MessagePackHubProtocol pack = new();

        public string Name => "blazorpack";
        public int Version => pack.Version;
        public TransferFormat TransferFormat => pack.TransferFormat;
        public bool IsVersionSupported(int version) => pack.IsVersionSupported(version);
        public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => pack.GetMessageBytes(message);
        public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => pack.WriteMessage(message, output);
        public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message) => pack.TryParseMessage(ref input, binder, out message);
    }
}
