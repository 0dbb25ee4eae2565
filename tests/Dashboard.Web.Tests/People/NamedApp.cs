using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Web.People;
using Dashboard.Web.Tests.Access;
using Dashboard.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.People;

/// <summary>The whole app on a real port, used by people whose tokens have names: Vera the viewer, the members Max and Mia, Ada the admin.</summary>
public sealed class NamedApp : IAsyncLifetime, IDisposable
{
    private readonly ClosedApp closed = new();
    private readonly Dictionary<string, (string Id, string Secret)> made = [];

    public static IReadOnlyList<(string Name, Role Role)> People { get; } = [("Ada", Role.Admin), ("Max", Role.Member), ("Mia", Role.Member), ("Vera", Role.Viewer)];

    public TestApp App => closed.App;

    public Uri Address => closed.Address;

    public TokenService Tokens => App.Services.GetRequiredService<TokenService>();

    public async ValueTask InitializeAsync()
    {
        using var script = closed.Script();
        foreach (var (name, role) in People) await MakeAsync(script, name, role);
    }

    public string IdOf(string name) => made[name].Id;

    public string SecretOf(string name) => made[name].Secret;

    /// <summary>Makes a token by the API, as whoever the client is.</summary>
    public async Task MakeAsync(HttpClient by, string name, Role role)
    {
        var (status, body) = await SendAsync(by, "POST", "/api/tokens", new { name, role = role.ToString().ToLowerInvariant() });
        Assert.True(status == 201, $"{status}: {body}");
        made[name] = (body.GetProperty("token").GetProperty("id").GetString()!, body.GetProperty("secret").GetString()!);
    }

    /// <summary>A script of somebody; of whoever has the server's own token for null.</summary>
    public HttpClient Script(string? name)
    {
        if (name is null) return closed.Script();
        var client = closed.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made[name].Secret);
        return client;
    }

    /// <summary>A browser without cookies, which shows redirects.</summary>
    public HttpClient Stranger() => closed.Stranger();

    public async Task<(int Status, JsonElement Body)> SendAsync(string? name, string method, string path, object? body = null)
    {
        using var client = Script(name);
        return await SendAsync(client, method, path, body);
    }

    public static async Task<(int Status, JsonElement Body)> SendAsync(HttpClient client, string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonDocument.Parse(text).RootElement : default);
    }

    /// <summary>Launches a run that is soon done and gives its id.</summary>
    public async Task<string> LaunchAsync(string? name)
    {
        var (status, run) = await SendAsync(name, "POST", "/api/runs", TestApp.Small);
        Assert.True(status == 201, $"{status}: {run}");
        return run.GetProperty("id").GetString()!;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => closed.Dispose();
}
