using System.Reflection;
using System.Runtime.InteropServices;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Worker;

/// <summary>The worker as a process. Its exit code is 0 where it left, 1 where its options are wrong, 3 where another took its place.</summary>
internal static class WorkerProgram
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["--help" or "-h"])
        {
            Console.WriteLine(WorkerOptions.Usage);
            return 0;
        }
        var (options, problem) = WorkerOptions.Read(args, Environment.GetEnvironmentVariable);
        if (options is null)
        {
            Console.Error.WriteLine($"{problem} --help tells more.");
            return 1;
        }
        var runner = new LocalRunner(new([new FusedTrainer()]), new SequenceCache(options.CacheMegabytes * 1024L * 1024));
        await using var worker = new WorkerEnd(options with { Product = Version }, runner, line => Console.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss} {line}"), TimeProvider.System);
        Task? leaving = null;
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Leave);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Leave);
        await worker.RunAsync();
        if (leaving is not null) await leaving;
        if (worker.Failure is null) return 0;
        Console.Error.WriteLine(worker.Failure);
        return 3;

        void Leave(PosixSignalContext signal)
        {
            signal.Cancel = true;
            leaving ??= Task.Run(() => worker.LeaveAsync(TimeSpan.FromSeconds(4)));
        }
    }

    private static string Version => Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
