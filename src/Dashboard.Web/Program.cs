using Dashboard.Engine.Runs;
using Dashboard.Web.Access;
using Dashboard.Web.Api;
using Dashboard.Web.Cluster;
using Dashboard.Web.Components;
using Dashboard.Web.Hosting;
using Dashboard.Web.Live;
using Dashboard.Web.Mcp;
using Dashboard.Web.Operations;
using Dashboard.Web.People;
using Dashboard.Web.Sharing;
using Dashboard.Web.Storage;

WebApplicationBuilder? builder = null;
try
{
    builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.WebHost.UseStaticWebAssets();
    builder.AddPlainStart();
    builder.Services
        .AddStorage(builder.Configuration)
        .AddPeople()
        .AddAccess(builder.Configuration, s => s.GetRequiredService<StorageOptions>().Path)
        .AddCluster(builder.Configuration, s => s.GetRequiredService<StorageOptions>().Path)
        .AddEngine(builder.Configuration)
        .AddOperations(builder.Configuration)
        .AddLive()
        .AddApi()
        .AddMcp()
        .AddSharing()
        .AddPages();

    var app = builder.Build();
    // Before all else that uses its folder: what is wrong with it is the store's to say.
    app.OpenStorage();
    TemporaryFolder.Ensure(Path.GetDirectoryName(app.Services.GetRequiredService<IStorageStatus>().Path)!);
    app.UseAccess();
    app.UseExceptionHandler("/error", createScopeForErrors: true);
    app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
    app.UseAntiforgery();
    app.MapPages();
    app.MapLive();
    app.MapApi();
    app.MapMcp();
    app.Run();
    return 0;
}
catch (Exception e) when (e is not HostAbortedException)
{
    // What a person can mend is said in one line, without a stack trace; an abort would add a dump of memory to anything.
    Console.Error.WriteLine(e is StorageStartException or StorageUnavailableException ? e.Message : StartFailure.Line(e, builder?.Configuration) ?? e.ToString());
    return 1;
}

public partial class Program;
