using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Operations;
using Dashboard.Web.Settings;

namespace Dashboard.Web.Cluster;

/// <summary>Other machines, in the host.</summary>
public static class ClusterServices
{
    /// <summary>Adds them; settings from section "Cluster". Before the engine, so that it knows of them when it starts.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="dataFile">The data file, beside which keys and credentials are kept.</param>
    public static IServiceCollection AddCluster(this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, string> dataFile)
    {
        services.AddSettings<ClusterOptions>(configuration, ClusterOptions.Section, o => o.Problems());
        services.AddSingleton(s => new LabEnd(
            s.GetRequiredService<ClusterOptions>(), () => new(Path.GetDirectoryName(Path.GetFullPath(dataFile(s)))!), s.GetRequiredService<RunService>(),
            s.GetRequiredService<FusedTrainer>(), s.GetRequiredService<TrialRates>(), s.GetRequiredService<ILogger<LabEnd>>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IMachines>(s => s.GetRequiredService<LabEnd>());
        return services.AddHostedService(s => s.GetRequiredService<LabEnd>());
    }
}
