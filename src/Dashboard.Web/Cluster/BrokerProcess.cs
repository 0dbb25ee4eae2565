using System.Diagnostics;
using System.Globalization;

namespace Dashboard.Web.Cluster;

/// <summary>
/// The lab's own nats-server: started with the lab, started again when it ends, stopped with it. One that outlived a lab that was
/// killed is taken over, so that workers stay connected.
/// </summary>
internal sealed class BrokerProcess(ClusterOptions options, BrokerFiles files, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource ended = new();
    private Task? watch;
    private volatile Process? process;

    /// <summary>Why it does not run; null where it does.</summary>
    public string? Error { get; private set; }

    /// <summary>Starts it and looks after it from then on.</summary>
    public void Start()
    {
        files.Write();
        process = Running();
        if (process is not null) Reload();
        watch = Task.Run(WatchAsync);
    }

    /// <summary>Has it read its configuration again: workers whose credential is gone are cut off.</summary>
    public void Reload()
    {
        files.Write();
        if (process is not { HasExited: false } running) return;
        using var signal = Process.Start(new ProcessStartInfo(options.Program()!, ["--signal", string.Create(CultureInfo.InvariantCulture, $"reload={running.Id}")])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        });
        signal?.WaitForExit(TimeSpan.FromSeconds(2));
    }

    public async ValueTask DisposeAsync()
    {
        ended.Cancel();
        if (watch is not null) await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (process is { HasExited: false } running) running.Kill();
        process?.Dispose();
        // A host may stop twice.
        process = null;
    }

    private async Task WatchAsync()
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                process ??= StartProcess();
                Error = null;
                await process.WaitForExitAsync(ended.Token);
                log.BrokerEnded(process.HasExited && Own ? process.ExitCode : null);
                Error = "The broker ended and is started again; its log is broker.log in the folder cluster beside the data file.";
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Error = $"The broker cannot be started: {e.Message}";
                log.BrokerFailed(e.Message);
            }
            process?.Dispose();
            process = null;
            await Task.Delay(Pause, ended.Token);
        }
    }

    private bool Own { get; set; }

    private Process StartProcess()
    {
        // Its files may be gone: they are written anew.
        files.Write();
        Own = true;
        return Process.Start(new ProcessStartInfo(options.Program()!, ["-c", files.Configuration]) { RedirectStandardError = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("the system gave no process");
    }

    /// <summary>The broker of a lab that was killed; null where there is none. Known by its configuration: the file with its number may
    /// be gone, and the number another program's by now.</summary>
    private Process? Running()
    {
        if (!OperatingSystem.IsLinux()) return null;
        foreach (var found in Process.GetProcessesByName(Path.GetFileNameWithoutExtension(options.Program()!)))
        {
            try
            {
                if (File.ReadAllText($"/proc/{found.Id}/cmdline").Split('\0').Contains(files.Configuration)) return found;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended, or is somebody else's.
            }
            found.Dispose();
        }
        return null;
    }
}
