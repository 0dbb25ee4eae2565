using Dashboard.Engine.Metrics;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.Inside;
using Dashboard.Web.Operations;
using Dashboard.Web.People;
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
        foreach (var type in new[] { typeof(RecordingShelf), typeof(TokenService), typeof(IAuditStore), typeof(IMachines) }) Services.AddSingleton(type, App.Services.GetRequiredService(type));
        Services.AddScoped(s => new Caller(s) { Who = Who });
        Services.AddScoped<LabActions>();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<KnownBaselines>();
        Services.AddSingleton<MemoryLines>();
        Services.AddSingleton<RunSeriesCache>();
        Services.AddSingleton(App.Services.GetRequiredService<Dashboard.Web.Inside.PastStop>());
        Services.AddScoped<Browser>();
        Services.AddScoped<ViewerClock>();
        Services.AddScoped<Dashboard.Web.Components.Watching.Watched>();
        // Selects, menus and tooltips hang on it.
        Render<MudBlazor.MudPopoverProvider>();
    }

    protected TestApp App { get; } = new();

    /// <summary>Who looks at the pages; by default whoever is at an open lab.</summary>
    protected Person Who { get; set; } = new(Entry.Open, Role.Admin, null, "browser");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await App.DisposeAsync();
    }
}
