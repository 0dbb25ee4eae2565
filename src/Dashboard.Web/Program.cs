using Dashboard.Web.Access;
using Dashboard.Web.Api;
using Dashboard.Web.Components;
using Dashboard.Web.Hosting;
using Dashboard.Web.Live;
using Dashboard.Web.Operations;
using Dashboard.Web.Sharing;
using Dashboard.Web.Storage;
using Microsoft.Extensions.Options;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets();
builder.AddPlainStart();
builder.Services
    .AddStorage(builder.Configuration)
    .AddAccess(builder.Configuration, s => s.GetRequiredService<StorageOptions>().Path)
    .AddEngine(builder.Configuration)
    .AddOperations(builder.Configuration)
    .AddLive()
    .AddApi()
    .AddSharing()
    .AddPages();

var app = builder.Build();
app.UseAccess();
app.UseExceptionHandler("/error", createScopeForErrors: true);
app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
app.UseAntiforgery();
app.MapPages();
app.MapLive();
app.MapApi();

try
{
    app.Run();
}
catch (Exception e) when (e is StorageStartException or OptionsValidationException)
{
    // What a person can mend is said in one line, without a stack trace.
    Console.Error.WriteLine(e.Message);
    return 1;
}
return 0;

public partial class Program;
