using Dashboard.Engine.Findings;
using Dashboard.Engine.Inside;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;
using Dashboard.Web.Settings;

namespace Dashboard.Web.Hosting;

/// <summary>The engine in the host: its settings, its trainers, its start and stop.</summary>
public static class EngineServices
{
    /// <summary>Adds the engine; settings from section "Engine".</summary>
    public static IServiceCollection AddEngine(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<EngineOptions>(configuration, "Engine", o => o.Problems());
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(s => new SequenceCache(s.GetRequiredService<EngineOptions>().SequenceCacheMegabytes * 1024L * 1024));
        services.AddSingleton<FusedTrainer>();
        services.AddSingleton<ITrainer>(s => s.GetRequiredService<FusedTrainer>());
        services.AddSingleton<ITrainer, TorchTrainer>();
        services.AddSingleton(s => new Trainers([.. s.GetServices<ITrainer>()]));
        services.AddSingleton<ITrialRunner, LocalRunner>();
        services.AddSingleton<RunService>();
        services.AddSingleton<FirstBatches>();
        services.AddSingleton<KnownBaselines>();
        services.AddSingleton<NetworkRecorder>();
        services.AddSingleton<FindingsService>();
        services.AddSingleton<MapService>();
        services.AddHostedService<EngineHost>();
        // The web server waits for its viewers, and they for the engine's news to end: all stop at the same time.
        services.Configure<HostOptions>(o => (o.ServicesStopConcurrently, o.ShutdownTimeout) = (true, TimeSpan.FromSeconds(3.5)));
        // One that fails is logged, and so on Status; training and pages go on without it.
        services.Configure<HostOptions>(o => o.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        return services;
    }

    private sealed class EngineHost(RunService runs) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellation)
        {
            runs.Start();
            return Task.CompletedTask;
        }

        // A SIGTERM must end the process within 5 s, viewers and storage included.
        public Task StopAsync(CancellationToken cancellation) => Task.Run(() => runs.Stop(TimeSpan.FromSeconds(3)), CancellationToken.None);
    }
}
