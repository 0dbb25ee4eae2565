using Dashboard.Web.Api;
using Dashboard.Web.Hosting;
using Dashboard.Web.Live;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets();
builder.Services.AddEngine(builder.Configuration).AddLive().AddApi();
var app = builder.Build();
app.MapLive();
app.MapApi();
app.Run();

public partial class Program;
