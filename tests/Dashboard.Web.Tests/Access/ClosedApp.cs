using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Engine.Training;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Access;

/// <summary>The whole app behind an access token, on a real port.</summary>
public class ClosedApp : IDisposable
{
    public const string Token = "correct-horse-battery-staple";

    private readonly ConcurrentDictionary<string, Task<string>> ended = [];

    public ClosedApp() : this(new HeldTrainer()) { }

    protected ClosedApp(ITrainer trainer)
    {
        App = new TestApp { Trainer = trainer, Settings = { ["Access:Token"] = Token } };
        App.UseKestrel(0);
        App.StartServer();
        Address = new(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public TestApp App { get; }

    public Uri Address { get; }

    /// <summary>A browser without cookies, which shows redirects.</summary>
    public HttpClient Stranger() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = Address, Timeout = TestApp.Patience };

    /// <summary>A script with the token.</summary>
    public HttpClient Script()
    {
        var client = Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    /// <summary>Launches a run and gives its id.</summary>
    public async Task<string> Launch(object request)
    {
        using var script = Script();
        using var answer = await script.PostAsJsonAsync("/api/runs", request);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>Launches a run and waits for its end.</summary>
    public async Task<string> Finished(object request)
    {
        var id = await Launch(request);
        await App.When(id, r => r.IsEnded);
        return id;
    }

    /// <summary>The id of a run like this that has ended, the same for all who ask; nobody changes it.</summary>
    public Task<string> Once(object request) => ended.GetOrAdd(JsonSerializer.Serialize(request), _ => Finished(request));

    public void Dispose() => App.Dispose();
}

/// <summary>The same, and it really trains.</summary>
public sealed class TrainingApp() : ClosedApp(new FusedTrainer());
