using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Dashboard.Web.Access;

/// <summary>Decides whether the server asks for a token, and says who comes with one.</summary>
internal sealed partial class AccessGate
{
    private readonly IServer server;
    private readonly IHostApplicationLifetime lifetime;
    private readonly GuessThrottle throttle;
    private readonly TokenService tokens;
    private readonly ILogger<AccessGate> logger;
    private readonly byte[] hash;
    private readonly bool asked;
    private bool? bound;

    public AccessGate(AccessOptions options, ProxyOptions proxy, IConfiguration configuration, HostNames hosts, IServer server, IHostApplicationLifetime lifetime, GuessThrottle throttle,
        TokenService tokens, ILogger<AccessGate> logger)
    {
        (this.server, this.lifetime, this.throttle, this.tokens, this.logger) = (server, lifetime, throttle, tokens, logger);
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

    /// <summary>Whether the server asks for a token: it was given one, there are some with names, or others than this machine can reach it.</summary>
    public bool IsClosed
    {
        get
        {
            if (asked || tokens.Any) return true;
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

    /// <summary>Compares a guess at the throttle's pace: the server's own token in constant time, those with names by their hash.</summary>
    /// <param name="guess">The secret that somebody came with.</param>
    /// <param name="from">Where from.</param>
    /// <param name="named">The token with a name that it is; null where it is the server's own, or wrong.</param>
    public (Guess Outcome, TimeSpan Wait) Try(string guess, IPAddress? from, out AccessToken? named)
    {
        var guessed = SHA256.HashData(Encoding.UTF8.GetBytes(guess));
        var found = tokens.Open(guess);
        var answer = throttle.Try(from, () => CryptographicOperations.FixedTimeEquals(guessed, hash) || found is not null);
        named = answer.Outcome == Guess.Right ? found : null;
        // The throttle bounds the lines too: one that was not even compared is not told.
        if (answer.Outcome == Guess.Wrong) AccessDenied(logger, from);
        return answer;
    }

    [LoggerMessage(200, LogLevel.Warning, "Access denied: a wrong token from {Address}")]
    private static partial void AccessDenied(ILogger logger, IPAddress? address);
}
