using Dashboard.Engine.Metrics;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Dashboard.Web.Tests.Components;

/// <summary>Renders pages over the services of a whole app of their own.</summary>
public abstract class PageTest : BunitContext, IAsyncLifetime
{
    protected PageTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(App.Runs);
        Services.AddSingleton(App.Services.GetRequiredService<Dashboard.Engine.Findings.FindingsService>());
        Services.AddSingleton(App.Services.GetRequiredService<Dashboard.Engine.Findings.MapService>());
        Services.AddSingleton(App.Services.GetRequiredService<Dashboard.Web.Sharing.ShareService>());
        Services.AddSingleton(App.Services.GetRequiredService<Dashboard.Engine.Sequences.SequenceCache>());
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<KnownBaselines>();
        Services.AddSingleton<MemoryLines>();
        Services.AddSingleton<RunSeriesCache>();
        Services.AddSingleton(App.Services.GetRequiredService<Dashboard.Web.Inside.PastStop>());
        Services.AddScoped<Browser>();
        Services.AddScoped<ViewerClock>();
        // Selects, menus and tooltips hang on it.
        Render<MudBlazor.MudPopoverProvider>();
    }

    protected TestApp App { get; } = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await App.DisposeAsync();
    }
}
