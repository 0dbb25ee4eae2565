using Dashboard.Web.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Access;

/// <summary>Who may use the server, in the host.</summary>
public static class AccessServices
{
    /// <summary>Adds the check of tokens, hosts and origins; settings from section "Access" and AllowedHosts.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="dataFile">The data file, beside which keys are kept.</param>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, string> dataFile)
    {
        services.AddSettings<AccessOptions>(configuration, AccessOptions.Section, o => o.Problems());
        services.AddSettings<ProxyOptions>(configuration, ProxyOptions.Section, o => o.Problems());
        services.AddSingleton<HostNames>();
        services.AddSingleton<GuessThrottle>();
        services.AddSingleton<AccessGate>();
        services.AddSingleton<BrowserId>();
        services.AddSingleton<AccessCookie>();
        services.AddSingleton(s => new AccessNotice(s, Console.Out));
        services.AddHostedService(s => s.GetRequiredService<AccessNotice>());
        // The application name goes into the keys' purpose; by default it is the folder, which a redeploy changes.
        services.AddDataProtection().SetApplicationName("RNN & LSTM lab");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(s => new KeyFolder(() => dataFile(s), s.GetRequiredService<ILoggerFactory>()));
        // It warns at every start that keys are not encrypted; the folder's permissions guard them.
        services.AddLogging(log => log.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
        // The framework's own check of AllowedHosts knows neither loopback nor the names listened on.
        services.Configure<HostFilteringOptions>(o => o.AllowedHosts = ["*"]);
        return services;
    }

    /// <summary>Puts the checks in front of everything and maps the login page.</summary>
    public static void UseAccess(this WebApplication app)
    {
        app.UseMiddleware<BehindProxy>();
        if (app.Services.GetRequiredService<IConfiguration>().GetSection(ProxyOptions.Section).Get<ProxyOptions>()?.Networks is { Count: > 0 } trusted)
            app.UseForwardedHeaders(Believing(trusted));
        // Here, because the path has lost its base only now.
        app.UseRouting();
        app.UseMiddleware<PageHeaders>();
        app.UseMiddleware<HostAndOrigin>();
        app.UseMiddleware<AccessMiddleware>();
        Login.Map(app);
    }

    /// <summary>Reads X-Forwarded headers back to the first address that is no trusted proxy's: the visitor's.</summary>
    private static ForwardedHeadersOptions Believing(IReadOnlyList<System.Net.IPNetwork> trusted)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost, ForwardLimit = null,
        };
        // By default it believes all of loopback, where everybody's proxies are.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in trusted) options.KnownIPNetworks.Add(network);
        return options;
    }
}
