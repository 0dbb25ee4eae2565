namespace Dashboard.Web.Live;

/// <summary>The live room in the host.</summary>
public static class LiveServices
{
    public const string HubPath = "/hubs/runs";

    /// <summary>Adds SignalR with the wire's JSON.</summary>
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSignalR().AddJsonProtocol(o => Wire.Configure(o.PayloadSerializerOptions));
        return services;
    }

    /// <summary>Maps the hub.</summary>
    public static void MapLive(this IEndpointRouteBuilder routes) => routes.MapHub<RunHub>(HubPath);
}
