using System.Runtime.InteropServices;
using Dashboard.Engine.Runs;
using Dashboard.Web.Operations;
using Dashboard.Web.People;
using Dashboard.Web.Settings;
using Dashboard.Web.Sharing;

namespace Dashboard.Web.Storage;

/// <summary>Adds the store.</summary>
public static class StorageServices
{
    private const PosixSignal FileSizeLimit = (PosixSignal)25;

    // Kept for the life of the process: a collected registration ends.
    private static PosixSignalRegistration? fileSizeLimit;

    /// <summary>
    /// Adds <see cref="IRunStore"/>, <see cref="IShareStore"/>, <see cref="ITokenStore"/>, <see cref="IAuditStore"/> and
    /// <see cref="IStorageStatus"/> with settings of section <c>Storage</c>. The file is opened when the server starts, which throws a <see cref="StorageStartException"/> (or an
    /// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/>) whose message is for people.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        IgnoreFileSizeSignal();
        services.AddSettings<StorageOptions>(configuration, StorageOptions.Section, o => o.Problems());
        services.AddSingleton(s => LiteStoreOpener.Open(
            s.GetRequiredService<StorageOptions>(), s.GetService<TimeProvider>() ?? TimeProvider.System, s.GetRequiredService<ILogger<LiteStore>>()));
        services.AddSingleton<IStorageStatus>(s => s.GetRequiredService<LiteStore>());
        services.AddSingleton<LiteShareStore>();
        services.AddSingleton<IShareStore>(s => s.GetRequiredService<LiteShareStore>());
        services.AddSingleton<LiteTokenStore>();
        services.AddSingleton<ITokenStore>(s => s.GetRequiredService<LiteTokenStore>());
        services.AddSingleton<LiteAuditStore>();
        services.AddSingleton<IAuditStore>(s => s.GetRequiredService<LiteAuditStore>());
        services.AddSingleton<IRunStore, LiteRunStore>();
        services.AddSingleton(s => new BackupSchedule(
            s.GetRequiredService<LiteStore>(), s.GetRequiredService<StorageOptions>(),
            s.GetService<TimeProvider>() ?? TimeProvider.System, s.GetRequiredService<ILogger<BackupSchedule>>()));
        return services.AddHostedService(s => new StorageMaintenance(
            s.GetRequiredService<LiteStore>(),
            [.. WhatMayWait(s), s.GetRequiredService<BackupSchedule>().RunIfDue],
            s.GetService<TimeProvider>() ?? TimeProvider.System, s.GetRequiredService<ILogger<StorageMaintenance>>()));
    }

    /// <summary>Saves what may wait a while: when links and tokens were used, and lines of who did what that could not be
    /// saved. Asked for now: a server that stops before it started has no services left to ask.</summary>
    private static Action[] WhatMayWait(IServiceProvider services) =>
    [
        services.GetRequiredService<LiteShareStore>().Flush,
        services.GetRequiredService<LiteTokenStore>().Flush,
        services.GetRequiredService<LiteAuditStore>().Flush,
    ];

    /// <summary>Opens the data file now, before anything is built on it.</summary>
    /// <exception cref="StorageStartException">It cannot be used; the message is for people.</exception>
    public static void OpenStorage(this IHost host) => host.Services.GetRequiredService<LiteStore>();

    /// <summary>SIGXFSZ ends a process by default; handled, a write beyond the limit fails with an error that can be shown.</summary>
    internal static void IgnoreFileSizeSignal()
    {
        if (OperatingSystem.IsLinux())
            fileSizeLimit ??= PosixSignalRegistration.Create(FileSizeLimit, context => context.Cancel = true);
    }
}
