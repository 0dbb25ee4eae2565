using System.Net.Http.Headers;
using Dashboard.Engine.Training;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Access;

/// <summary>The whole app behind an access token, on a real port.</summary>
public sealed class ClosedApp : IDisposable
{
    public const string Token = "correct-horse-battery-staple";

    public ClosedApp() : this(new HeldTrainer()) { }

    internal ClosedApp(ITrainer trainer)
    {
        App = new TestApp { Trainer = trainer, Settings = { ["Access:Token"] = Token } };
        App.UseKestrel(0);
        App.StartServer();
        Address = new(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public TestApp App { get; }

    public Uri Address { get; }

    /// <summary>A browser without cookies, which shows redirects.</summary>
    public HttpClient Stranger() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = Address, Timeout = TestApp.Patience };

    /// <summary>A script with the token.</summary>
    public HttpClient Script()
    {
        var client = Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    public void Dispose() => App.Dispose();
}
