using System.Runtime.InteropServices;
using Dashboard.Engine.Runs;
using Dashboard.Web.Operations;
using Dashboard.Web.Sharing;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Storage;

/// <summary>Adds the store.</summary>
public static class StorageServices
{
    private const PosixSignal FileSizeLimit = (PosixSignal)25;

    // Kept for the life of the process: a collected registration ends.
    private static PosixSignalRegistration? fileSizeLimit;

    /// <summary>
    /// Adds <see cref="IRunStore"/>, <see cref="IShareStore"/> and <see cref="IStorageStatus"/> with settings of section
    /// <c>Storage</c>. The file is opened when the server starts, which throws a <see cref="StorageStartException"/> (or an
    /// <see cref="OptionsValidationException"/>) whose message is for people.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        IgnoreFileSizeSignal();
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton(s => s.GetRequiredService<IOptions<StorageOptions>>().Value);
        services.AddSingleton(s => LiteStoreOpener.Open(
            s.GetRequiredService<StorageOptions>(), s.GetService<TimeProvider>() ?? TimeProvider.System, s.GetRequiredService<ILogger<LiteStore>>()));
        services.AddSingleton<IStorageStatus>(s => s.GetRequiredService<LiteStore>());
        services.AddSingleton<LiteShareStore>();
        services.AddSingleton<IShareStore>(s => s.GetRequiredService<LiteShareStore>());
        services.AddSingleton<IRunStore, LiteRunStore>();
        services.AddSingleton(s => new BackupSchedule(
            s.GetRequiredService<LiteStore>(), s.GetRequiredService<StorageOptions>(),
            s.GetService<TimeProvider>() ?? TimeProvider.System, s.GetRequiredService<ILogger<BackupSchedule>>()));
        return services.AddHostedService(s => new StorageMaintenance(
            s.GetRequiredService<LiteStore>(), s.GetRequiredService<LiteShareStore>(), s.GetRequiredService<BackupSchedule>(),
            s.GetService<TimeProvider>() ?? TimeProvider.System, s.GetRequiredService<ILogger<StorageMaintenance>>()));
    }

    /// <summary>SIGXFSZ ends a process by default; handled, a write beyond the limit fails with an error that can be shown.</summary>
    internal static void IgnoreFileSizeSignal()
    {
        if (OperatingSystem.IsLinux())
            fileSizeLimit ??= PosixSignalRegistration.Create(FileSizeLimit, context => context.Cancel = true);
    }
}
