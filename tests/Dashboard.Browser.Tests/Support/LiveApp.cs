using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;

namespace Dashboard.Browser.Tests.Support;

/// <summary>The app on a free loopback port with a data folder of its own; both outlive a restart.</summary>
public sealed class LiveApp : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dashboard-browser-").FullName;
    private WebApplicationFactory<Program> factory;

    private readonly string pathBase;

    /// <param name="pathBase">The path the app is served under: "/lab"; empty for the whole host.</param>
    public LiveApp(string pathBase = "")
    {
        this.pathBase = pathBase;
        factory = Start(0);
    }

    /// <summary>"http://127.0.0.1:port", or with its path; without a slash at the end.</summary>
    public string Address => factory.ClientOptions.BaseAddress.ToString().TrimEnd('/') + pathBase;

    /// <summary>What the app is made of.</summary>
    public IServiceProvider Services => factory.Services;

    public HttpClient Client() => new() { BaseAddress = factory.ClientOptions.BaseAddress };

    /// <summary>Launches a run, waits until it has ended, and gives its id.</summary>
    public async Task<string> Run(object request)
    {
        using var client = Client();
        var created = await client.PostAsJsonAsync("/api/runs", request);
        var id = (string)(await created.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        for (var i = 0; i < 300; i++)
        {
            if ((string?)(await client.GetFromJsonAsync<JsonObject>($"/api/runs/{id}"))!["status"] == "done") return id;
            await Task.Delay(100);
        }
        throw new TimeoutException("The run did not end.");
    }

    /// <summary>Stops the app; only <see cref="Restart"/> follows.</summary>
    public void Stop() => factory.Dispose();

    /// <summary>Stops the app and starts it again at the same address on the same data.</summary>
    public void Restart()
    {
        var port = factory.ClientOptions.BaseAddress.Port;
        Stop();
        factory = Start(port);
    }

    private WebApplicationFactory<Program> Start(int port)
    {
        var app = new WebApplicationFactory<Program>().WithWebHostBuilder(b => b
            .UseSetting("Storage:Path", Path.Combine(folder, "dashboard.db"))
            .UseSetting(WebHostDefaults.ServerUrlsKey, $"http://127.0.0.1:{port}")
            .UseSetting("Proxy:PathBase", pathBase)
            .UseSetting("Storage:MinFreeMegabytes", "0")
            .ConfigureLogging(l => l.SetMinimumLevel(LogLevel.Warning)));
        app.UseKestrel(port);
        app.StartServer();
        return app;
    }

    public void Dispose()
    {
        factory.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
