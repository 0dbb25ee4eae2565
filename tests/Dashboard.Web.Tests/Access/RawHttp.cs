using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Access;

/// <summary>Requests no well-behaved client sends.</summary>
internal static class RawHttp
{
    /// <summary>Sends bytes as they are and reads the status of the answer.</summary>
    public static async Task<int> StatusAsync(Uri server, string request)
    {
        using var patience = new CancellationTokenSource(TestApp.Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, patience.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), patience.Token);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var line = await reader.ReadLineAsync(patience.Token) ?? throw new IOException("No answer.");
        return int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>The start of a WebSocket as a browser sends it.</summary>
    public static string Upgrade(Uri server, string path, string origin, string? more = null) =>
        $"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: {origin}\r\n{more}\r\n";
}
