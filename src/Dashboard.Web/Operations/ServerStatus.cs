using System.Diagnostics;
using System.Reflection;
using Dashboard.Engine.Experiments;
using System.Security.Cryptography;
using Dashboard.Engine.Native;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Web.Operations;

/// <summary>How well the server can do its work.</summary>
public enum Readiness
{
    Ready,

    /// <summary>It works, but something is missing; see <see cref="ServerFacts.Degraded"/>.</summary>
    Degraded,

    /// <summary>Nothing can be saved, or no page served, now.</summary>
    Unavailable,
}

/// <summary>What the server knows of itself at one moment.</summary>
/// <param name="Readiness">How well it can do its work.</param>
/// <param name="Degraded">What is missing, in words.</param>
/// <param name="Version">The product's version.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="UptimeSeconds">Since then.</param>
/// <param name="Engine">Runs in training and waiting.</param>
/// <param name="Queue">The same by person; who came first comes first.</param>
/// <param name="Workers">Trials that train at the same time.</param>
/// <param name="VectorLanes">Numbers one instruction of the fused trainer handles.</param>
/// <param name="NativeLibrary">The library of the torch engine.</param>
/// <param name="Store">The data file.</param>
/// <param name="RunViewers">Open subscriptions to runs.</param>
/// <param name="ListViewers">Open subscriptions to the list of runs; every open page has at least one.</param>
/// <param name="Pages">Open pages.</param>
/// <param name="MemoryBytes">Memory the process has in use.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Errors">Newest first.</param>
/// <param name="Cluster">Other machines that train.</param>
/// <param name="OwnBusy">Trials this machine's own threads train now.</param>
/// <param name="TrialsASecond">Of all machines, over the last five seconds.</param>
/// <param name="MissingBits">Vector widths of runs that wait for a machine with such vectors, which is not here.</param>
public sealed record ServerFacts(
    Readiness Readiness, IReadOnlyList<string> Degraded, string Version, DateTime StartedAt, double UptimeSeconds,
    EngineState Engine, IReadOnlyList<PersonsRuns> Queue, int Workers, int VectorLanes, NativeLibraryFacts NativeLibrary, StoreFacts Store,
    int RunViewers, int ListViewers, int Pages, long MemoryBytes, int Threads, IReadOnlyList<RecentError> Errors, ClusterView Cluster,
    int OwnBusy, double TrialsASecond, IReadOnlyList<int> MissingBits);

/// <param name="Name">Who launched them; null where nobody is named.</param>
/// <param name="Runs">Those that train or wait.</param>
public sealed record PersonsRuns(string? Name, int Runs);

/// <param name="Version">libtorch's; null where it is not loaded.</param>
/// <param name="Error">Why it is not, in the loader's own words; null where it is.</param>
public sealed record NativeLibraryFacts(string? Version, string? Error);

/// <param name="Path">The data file, absolute.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="FreeBytes">Free space on its disk; null where the disk does not say.</param>
/// <param name="BackupFolder">Where scheduled backups are.</param>
/// <param name="LastBackup">When the newest was written, UTC; null where there is none.</param>
/// <param name="Notice">What people should know about this start.</param>
/// <param name="Error">Why it cannot be used now.</param>
/// <param name="DamagedRecords">Records that cannot be read; everything else goes on without them.</param>
public sealed record StoreFacts(
    string Path, long SizeBytes, long? FreeBytes, string BackupFolder, DateTime? LastBackup, string? Notice, string? Error,
    IReadOnlyList<DamagedRecord> DamagedRecords);

/// <summary>Gathers what the server knows of itself, for the Status page and the API.</summary>
public sealed class ServerStatus(
    RunService runs, EngineOptions options, IStorageStatus storage, RecentErrors errors, FusedTrainer fused, IDataProtectionProvider keys, IMachines machines, TrialRates rates, OpenPages pages, TimeProvider time)
{
    /// <summary>The product's version.</summary>
    internal static readonly string Version =
        typeof(ServerStatus).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private readonly DateTime startedAt = time.GetUtcNow().UtcDateTime;

    // A duration is never a difference of two readings of the clock: that one can be set.
    private readonly long started = time.GetTimestamp();

    /// <summary>How well the server can do its work now, and what is missing.</summary>
    public (Readiness Readiness, IReadOnlyList<string> Degraded) Read()
    {
        List<string> missing = [];
        if (LibTorch.Error is { } native) missing.Add($"The torch engine cannot be used: {native}. The fused engine, history and comparison work.");
        if (storage.NoRoom is { } room) missing.Add(room);
        if (storage.Notice is { } notice) missing.Add(notice);
        if (storage.DamagedRecords is { Count: > 0 } damaged)
            missing.Add($"{Numbers.Of(damaged.Count, "record")} of the data file cannot be read; everything else goes on. Status names them.");
        if (machines.View.Broker is { } away) missing.Add(away);
        if (PagesFail() is { } why)
        {
            missing.Add(why);
            return (Readiness.Unavailable, missing);
        }
        if ((storage.TryWrite() ?? runs.State.StorageError) is not null) return (Readiness.Unavailable, missing);
        return (missing.Count == 0 ? Readiness.Ready : Readiness.Degraded, missing);
    }

    private static IReadOnlyList<int> Missing(ClusterView cluster, IReadOnlyList<QueuedRun> queue)
    {
        if (!cluster.IsOn) return [];
        HashSet<int> here = [cluster.OwnVectorBits, .. cluster.Nodes.Where(n => n.State is not (NodeState.Lost or NodeState.Refused)).Select(n => n.VectorBits)];
        return [.. queue.Where(r => r.Waiting > 0).Select(r => r.VectorBits).OfType<int>().Where(b => !here.Contains(b)).Distinct().Order()];
    }

    /// <summary>Why no page can be served, or null: every page carries something sealed with the server's keys.</summary>
    private string? PagesFail()
    {
        try
        {
            var sealer = keys.CreateProtector(nameof(ServerStatus));
            sealer.Unprotect(sealer.Protect([1]));
            return null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return $"Pages cannot be served: the server's keys cannot be used ({e.GetBaseException().Message.TrimEnd('.')}). They are in the folder keys beside the data file.";
        }
    }

    /// <summary>Everything.</summary>
    public ServerFacts ReadAll()
    {
        var (readiness, degraded) = Read();
        var (ofRuns, ofLists) = runs.Readers;
        using var process = Process.GetCurrentProcess();
        var cluster = machines.View;
        var queue = runs.Desk.Queue;
        return new(readiness, degraded, Version, startedAt, time.GetElapsedTime(started).TotalSeconds,
            runs.State, [.. runs.Turns.Select(t => new PersonsRuns(t.By?.Name, t.RunIds.Count))], options.WorkerCount, fused.Lanes, new(LibTorch.Version, LibTorch.Error),
            new(storage.Path, storage.SizeBytes, storage.FreeBytes, storage.BackupFolder, storage.LastBackup, storage.Notice, storage.TryWrite(), storage.DamagedRecords),
            ofRuns, ofLists, pages.Count, process.WorkingSet64, process.Threads.Count, errors.All, cluster,
            queue.Sum(r => r.TrainingHere),
            rates.Minute.TakeLast(5).Average() + cluster.Nodes.Sum(n => n.Rate), Missing(cluster, queue));
    }
}
