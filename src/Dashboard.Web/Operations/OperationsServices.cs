using Dashboard.Engine.Runs;
using Microsoft.Extensions.Options;
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
        services.AddSingleton<EngineTraces>();
        services.AddSingleton<IRunObserver, EngineTelemetry>();
        services.AddSingleton<ServerStatus>();
        var options = configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new();
        services.AddHostedService(s => new Start(s, options));
        if (options.Problem() is null && !string.IsNullOrWhiteSpace(options.Otlp)) Export(services, new(options.Otlp));
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

    /// <summary>Checks the settings, and makes at start what is otherwise made when first asked for.</summary>
    private sealed class Start(IServiceProvider services, TelemetryOptions options) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellation)
        {
            if (options.Problem() is { } problem) throw new OptionsValidationException(TelemetryOptions.Section, typeof(TelemetryOptions), [problem]);
            services.GetRequiredService<EngineMetrics>().Observe(services.GetRequiredService<RunService>(), services.GetRequiredService<IStorageStatus>());
            services.GetRequiredService<ServerStatus>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
    }
}
