using System.Collections.Concurrent;
using System.Diagnostics;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>The built worker as a process of its own, to be killed and frozen.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly string Program = BuiltWorker();
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = [];

    private WorkerProcess(string[] command)
    {
        process = new() { StartInfo = new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true } };
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public string Output => string.Join('\n', output);

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>Starts one with the word a lab gave.</summary>
    public static WorkerProcess Start(string word, int cores = 1, string[]? inside = null) =>
        new([.. inside ?? [], "dotnet", Path.Combine(Program, "Dashboard.Worker.dll"), $"--join={word}", $"--cores={cores}"]);

    /// <summary>Starts one with any options.</summary>
    public static WorkerProcess StartWith(params string[] options) => new(["dotnet", Path.Combine(Program, "Dashboard.Worker.dll"), .. options]);

    /// <summary>What is built, to see what is shipped.</summary>
    public static string Folder => Program;

    public void Kill() => process.Kill();

    public void Freeze() => Broker.Signal(Id, "STOP");

    public void Thaw() => Broker.Signal(Id, "CONT");

    public void Terminate() => Broker.Signal(Id, "TERM");

    public async Task Exited()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(timeout.Token);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null) output.Enqueue(line);
    }

    private static string BuiltWorker()
    {
        var bin = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var root = bin.Parent!.Parent!.Parent!.Parent!.Parent!;
        return Path.Combine(root.FullName, "src", "Dashboard.Worker", "bin", bin.Parent.Name, bin.Name);
    }
}
