using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace Dashboard.Web.Tests.Support;

/// <summary>The built server as a process of its own, on a port of its own, to be killed, starved and watched from outside.</summary>
internal sealed class AppProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = [];

    private AppProcess(string folder, string[] settings, string? program = null, string[]? inside = null)
    {
        string[] command = [.. inside ?? [], "dotnet", Path.Combine(program ?? ProgramFolder, "Dashboard.Web.dll"), $"--Storage:Path={Path.Combine(folder, "dashboard.db")}",
            "--Storage:MinFreeMegabytes=0", "--Storage:BackupHours=0", "--urls=http://127.0.0.1:0", .. settings];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        // The server is measured as it is shipped, whatever eases the tests' own process.
        start.Environment.Remove("DOTNET_GCgen0size");
        process = new() { StartInfo = start };
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where the built server is: …/tests/Dashboard.Web.Tests/bin/Debug/net10.0/ → …/src/Dashboard.Web/bin/Debug/net10.0/.</summary>
    public static string ProgramFolder { get; } = BuiltServer();

    public HttpClient Http { get; private set; } = null!;
    public Uri Address => Http.BaseAddress!;
    public int Id => process.Id;
    public int ExitCode => process.ExitCode;
    public string Output => string.Join('\n', output);

    /// <summary>Time its training threads, and all others, have spent on the processors. Reads /proc.</summary>
    public (TimeSpan Training, TimeSpan Serving) Threads
    {
        get
        {
            process.Refresh();
            var all = process.TotalProcessorTime;
            var training = process.Threads.Cast<ProcessThread>()
                .Where(t => File.ReadAllText($"/proc/{Id}/task/{t.Id}/comm").StartsWith("worker ", StringComparison.Ordinal))
                .Aggregate(TimeSpan.Zero, (sum, t) => sum + t.TotalProcessorTime);
            return (training, all - training);
        }
    }

    /// <summary>Memory it has in use (resident set), in MB.</summary>
    public long Megabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1_000_000;
        }
    }

    /// <summary>Starts it and waits until it answers.</summary>
    public static Task<AppProcess> Start(string folder, params string[] settings) => Listening(new(folder, settings));

    /// <summary>Starts the copy of the server in the folder <paramref name="program"/>.</summary>
    public static Task<AppProcess> StartCopy(string program, string folder) => Listening(new(folder, [], program));

    /// <summary>Starts it by a command that starts what stands after it, e.g. where all else is read-only.</summary>
    public static Task<AppProcess> StartInside(string[] command, string folder) => Listening(new(folder, [], inside: command));

    private static async Task<AppProcess> Listening(AppProcess app)
    {
        const string Sign = "Now listening on: ";
        await app.Until(() => app.process.HasExited || app.Output.Contains(Sign, StringComparison.Ordinal));
        var line = app.output.FirstOrDefault(l => l.Contains(Sign, StringComparison.Ordinal));
        Assert.True(line is not null, $"The server did not start: {app.Output}");
        app.Http = new() { BaseAddress = new(line[(line.IndexOf(Sign, StringComparison.Ordinal) + Sign.Length)..].Trim()), Timeout = Patience };
        return app;
    }

    /// <summary>Starts it where it is expected to give up.</summary>
    public static Task<AppProcess> StartToFail(string folder, params string[] settings) => Failing(new(folder, settings));

    /// <summary>Starts the copy of the server in the folder <paramref name="program"/> where it is expected to give up.</summary>
    public static Task<AppProcess> StartCopyToFail(string program, string folder) => Failing(new(folder, [], program));

    private static async Task<AppProcess> Failing(AppProcess app)
    {
        await app.Exited();
        return app;
    }

    public void Kill() => process.Kill();

    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits until it has ended and all it wrote has been read.</summary>
    public async Task Exited()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(timeout.Token);
    }

    public async Task<JsonElement> Get(string path) => JsonDocument.Parse(await Http.GetStringAsync(path)).RootElement;

    /// <summary>Launches a run and gives its id.</summary>
    public async Task<string> Launch(object request)
    {
        var answer = await Http.PostAsJsonAsync("/api/runs", request);
        Assert.True((int)answer.StatusCode == 201, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    public async Task Rename(string run, string name)
    {
        using var answer = await Http.PatchAsJsonAsync($"/api/runs/{run}", new { name });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Makes a live link and gives its path.</summary>
    public async Task<string> Share(string kind, string target)
    {
        using var answer = await Http.PostAsJsonAsync("/api/shares", new { kind, target });
        answer.EnsureSuccessStatusCode();
        return new Uri((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString()!).AbsolutePath;
    }

    public async Task<string> Status(string runId) => (await Get($"/api/runs/{runId}")).GetProperty("status").GetString()!;

    public Task When(string runId, string status) => Until(async () => await Status(runId) == status);

    public async Task Until(Func<Task<bool>> condition)
    {
        for (var waited = Stopwatch.StartNew(); !await condition(); await Task.Delay(20))
            Assert.True(waited.Elapsed < Patience, $"Waited too long. The server said: {Output}");
    }

    public Task Until(Func<bool> condition) => Until(() => Task.FromResult(condition()));

    /// <summary>A run's trials as CSV without what may differ between two runs of one configuration: id, name, seconds. The run's name has no comma.</summary>
    public async Task<string[]> Results(string runId)
    {
        var lines = (await Http.GetStringAsync($"/api/runs/{runId}/trials.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var seconds = Array.IndexOf(lines[0].Split(','), "seconds");
        return [.. lines.Select(l => string.Join(',', l.Split(',').Where((_, i) => i > 1 && i != seconds)))];
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        process.Dispose();
        Http?.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null) output.Enqueue(line);
    }

    private static string BuiltServer()
    {
        var bin = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = bin.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(root.FullName, "src", "Dashboard.Web", "bin", bin.Parent.Name, bin.Name);
    }
}
