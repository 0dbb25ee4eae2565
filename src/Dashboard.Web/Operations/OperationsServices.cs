using Dashboard.Engine.Runs;
using Dashboard.Web.Settings;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Dashboard.Web.Operations;

/// <summary>Seeing what the server does: logs, metrics, traces, status.</summary>
public static class OperationsServices
{
    /// <summary>Adds them; settings from section "Telemetry". Nothing leaves the server unless Telemetry:Otlp is set.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<RecentErrors>();
        services.AddSingleton<ILoggerProvider>(s => s.GetRequiredService<RecentErrors>());
        // Whatever level the log is set to.
        services.AddLogging(l => l.AddFilter<RecentErrors>(null, LogLevel.Warning));
        services.AddSingleton<EngineMetrics>();
        services.AddSingleton<TrialRates>();
        services.AddSingleton<EngineTraces>();
        services.AddSingleton<IRunObserver, EngineTelemetry>();
        services.AddSingleton<OpenPages>();
        services.AddSingleton<ServerStatus>();
        services.AddSettings<TelemetryOptions>(configuration, TelemetryOptions.Section, o => o.Problems());
        services.AddHostedService(s => new Start(s));
        // Exporters are added before the settings are checked, which is when the server starts.
        if (new TelemetryOptions { Otlp = configuration[$"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Otlp)}"] }.Endpoint is { } endpoint) Export(services, endpoint);
        return services;
    }

    private static void Export(IServiceCollection services, Uri endpoint)
    {
        services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("dashboard", serviceVersion: ServerStatus.Version))
            .WithMetrics(m => m.AddMeter(EngineMetrics.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddOtlpExporter(Collector))
            .WithTracing(t => t.AddSource(EngineTraces.Name).AddAspNetCoreInstrumentation().AddOtlpExporter(Collector));

        // The last of it is sent while the server stops, once for metrics and once for traces: a collector that hangs must not hold that up (10 s each by default).
        void Collector(OtlpExporterOptions to) => (to.Endpoint, to.TimeoutMilliseconds) = (endpoint, 1_000);
    }

    /// <summary>Makes at start what is otherwise made when first asked for.</summary>
    private sealed class Start(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellation)
        {
            services.GetRequiredService<EngineMetrics>().Observe(services.GetRequiredService<RunService>(), services.GetRequiredService<IStorageStatus>(), services.GetRequiredService<IMachines>());
            services.GetRequiredService<ServerStatus>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
    }
}
