using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Support;

/// <summary>The whole app with a data file of its own and a trainer that takes no time.</summary>
public sealed class TestApp : WebApplicationFactory<Program>
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string folder = Directory.CreateTempSubdirectory("dashboard-").FullName;

    public int QueueLimit { get; init; } = 1_000;

    /// <summary>Settings beside those every test needs.</summary>
    public Dictionary<string, string> Settings { get; init; } = [];

    /// <summary>Where data and keys are kept; a test that gives one clears it itself.</summary>
    public string? Folder { get; init; }

    /// <summary>Where this app's data is.</summary>
    public string DataFolder => Folder ?? folder;

    /// <summary>The one engine there is.</summary>
    public ITrainer Trainer { get; init; } = new HeldTrainer();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Storage:Path", Path.Combine(DataFolder, "test.db"));
        builder.UseSetting("Storage:MinFreeMegabytes", "0");
        builder.UseSetting("Engine:Workers", "2");
        builder.UseSetting("Engine:QueueLimit", $"{QueueLimit}");
        builder.UseSetting("Logging:LogLevel:Default", "Error");
        foreach (var (key, value) in Settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services => services.AddSingleton(new Trainers([Trainer])));
    }

    public RunService Runs => Services.GetRequiredService<RunService>();

    /// <summary>Sends a request and reads the answer as JSON.</summary>
    public async Task<(int Status, JsonElement Body, HttpResponseMessage Response)> Send(string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new(method), path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string json => new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        var response = await CreateClient().SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonDocument.Parse(text).RootElement : default, response);
    }

    /// <summary>Launches a run of two models at one length and gives its id.</summary>
    public async Task<string> Launch(object? request = null)
    {
        var (status, run, _) = await Send("POST", "/api/runs", request ?? Small);
        Assert.True(status == 201, $"{status}: {run}");
        return run.GetProperty("id").GetString()!;
    }

    public static object Small => new { lengths = new[] { 2, 3 }, trainCount = 8, validationCount = 4, name = "small" };

    /// <summary>A run that trains until it is stopped.</summary>
    public static object Held => new { lengths = new[] { HeldTrainer.HeldLength }, trainCount = 8, validationCount = 4 };

    /// <summary>Waits for a run's news to satisfy a condition.</summary>
    public async Task<Run> When(string id, Func<Run, bool> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var news = Runs.Subscribe(id)!;
        await foreach (var update in news.ReadAllAsync(timeout.Token))
            if (condition(update.Run)) return update.Run;
        throw new TimeoutException($"The run is {Runs.Find(id)?.Status}.");
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
