using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Dashboard.Web.Access;

/// <summary>Decides whether the server asks for a token, and compares one.</summary>
internal sealed partial class AccessGate
{
    private readonly IServer server;
    private readonly IHostApplicationLifetime lifetime;
    private readonly GuessThrottle throttle;
    private readonly ILogger<AccessGate> logger;
    private readonly byte[] hash;
    private readonly bool asked;
    private bool? bound;

    public AccessGate(AccessOptions options, ProxyOptions proxy, IConfiguration configuration, HostNames hosts, IServer server, IHostApplicationLifetime lifetime, GuessThrottle throttle,
        ILogger<AccessGate> logger)
    {
        (this.server, this.lifetime, this.throttle, this.logger) = (server, lifetime, throttle, logger);
        IsMade = string.IsNullOrEmpty(options.Token);
        Token = IsMade ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)) : options.Token!;
        hash = SHA256.HashData(Encoding.UTF8.GetBytes(Token));
        // Browsers stay logged in over a restart that makes a new token, but not over a change of the one in the settings.
        Stamp = IsMade ? "made" : Convert.ToHexStringLower(hash);
        asked = !IsMade || hosts.ServesOthers || proxy.Networks is { Count: > 0 } || Listening.Configured(configuration).Any(a => !Listening.IsLoopback(a));
    }

    /// <summary>The token to log in with.</summary>
    public string Token { get; }

    /// <summary>The token was made at this start, not given in the settings.</summary>
    public bool IsMade { get; }

    /// <summary>What a cookie must carry to be taken for one of this token's.</summary>
    public string Stamp { get; }

    /// <summary>Whether the server asks for the token: it was given one, or others than this machine can reach it.</summary>
    public bool IsClosed
    {
        get
        {
            if (asked) return true;
            if (bound is { } known) return known;
            var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            var reachable = addresses.Any(a => !Listening.IsLoopback(a));
            // Until the last address is bound the answer may still change.
            if (lifetime.ApplicationStarted.IsCancellationRequested) bound = reachable;
            return reachable;
        }
    }

    /// <summary>Whether a request must show the token. One that came in from outside must, whatever the settings were taken for.</summary>
    public bool Asks(HttpContext http) => IsClosed || http.Features.Get<ThroughProxy>() is not null
        || (http.Connection.LocalIpAddress is { } local && !Listening.IsLoopback(local));

    /// <summary>Compares a guess in constant time, at the throttle's pace.</summary>
    public (Guess Outcome, TimeSpan Wait) Try(string guess, IPAddress? from)
    {
        var guessed = SHA256.HashData(Encoding.UTF8.GetBytes(guess));
        var answer = throttle.Try(from, () => CryptographicOperations.FixedTimeEquals(guessed, hash));
        // The throttle bounds the lines too: one that was not even compared is not told.
        if (answer.Outcome == Guess.Wrong) AccessDenied(logger, from);
        return answer;
    }

    [LoggerMessage(200, LogLevel.Warning, "Access denied: a wrong token from {Address}")]
    private static partial void AccessDenied(ILogger logger, IPAddress? address);
}
