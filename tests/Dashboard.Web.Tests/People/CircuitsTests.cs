using System.Collections.Concurrent;
using System.Text;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.People;

/// <summary>A page's circuit is that of whoever opened it.</summary>
public sealed class CircuitsTests
{
    [Fact]
    public async Task Circuit_OfANamedToken_IsThatPersonsAndEndsWithTheToken()
    {
        using var folder = new TempFolder();
        using var app = await AppProcess.Start(folder.Path);
        using HttpClient local = new() { BaseAddress = app.Address }, admin = new() { BaseAddress = app.Address };
        admin.DefaultRequestHeaders.Authorization = new("Bearer", (await MakeAsync(local, "Ada", "admin")).Secret);
        var (id, secret) = await MakeAsync(admin, "Max", "member");
        app.Http.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        var drawn = new ConcurrentQueue<string>();
        await using var circuit = await Circuit.Open(app, "/access");
        circuit.Drawn = batch => drawn.Enqueue(Encoding.UTF8.GetString(batch));

        await circuit.Show();

        // The layout is drawn first, the page in a batch after it.
        await app.Until(() => drawn.Any(d => d.Contains("You are Max, a member.", StringComparison.Ordinal)));
        Assert.DoesNotContain(drawn, d => d.Contains("Ada", StringComparison.Ordinal));
        Assert.Equal(200, (await NamedApp.SendAsync(admin, "DELETE", $"/api/tokens/{id}")).Status);
        await app.Until(() => !circuit.IsOpen);
        // And none begins with it.
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Circuit.Open(app, "/access"));
    }

    private static async Task<(string Id, string Secret)> MakeAsync(HttpClient by, string name, string role)
    {
        var (status, made) = await NamedApp.SendAsync(by, "POST", "/api/tokens", new { name, role });
        Assert.True(status == 201, $"{status}: {made}");
        return (made.GetProperty("token").GetProperty("id").GetString()!, made.GetProperty("secret").GetString()!);
    }
}
