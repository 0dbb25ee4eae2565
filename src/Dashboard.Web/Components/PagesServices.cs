using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.Components.SharedLinks;
using Dashboard.Web.Components.Watching;
using Dashboard.Web.Inside;
using MudBlazor;
using MudBlazor.Services;

namespace Dashboard.Web.Components;

/// <summary>The pages in the host.</summary>
public static class PagesServices
{
    /// <summary>Adds what the pages need; they read runs from the engine's services.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices(o => o.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter);
        services.AddSingleton<MemoryLines>();
        services.AddSingleton<RunSeriesCache>();
        services.AddSingleton<SharedFeed>();
        services.AddSingleton<SharedInside>();
        services.AddSingleton<RecordingShelf>();
        services.AddSingleton<TrainedOnShelf>();
        services.AddSingleton<PastStop>();
        services.AddScoped<Browser>();
        services.AddScoped<ViewerClock>();
        services.AddScoped<Watched>();
        return services;
    }

    /// <summary>Maps assets and pages.</summary>
    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        SharedPages.Map(app);
    }
}
