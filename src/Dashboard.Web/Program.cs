using Dashboard.Web.Api;
using Dashboard.Web.Components;
using Dashboard.Web.Hosting;
using Dashboard.Web.Live;
using Dashboard.Web.Storage;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets();
builder.Services.AddEngine(builder.Configuration).AddStorage(builder.Configuration).AddLive().AddApi().AddPages();
var app = builder.Build();
app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
app.UseAntiforgery();
app.MapLive();
app.MapApi();
app.MapPages();
app.Run();

public partial class Program;
