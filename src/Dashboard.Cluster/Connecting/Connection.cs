using System.Net;
using System.Security.Cryptography.X509Certificates;
using Dashboard.Cluster.Contracts;
using NATS.Client.Core;
using NATS.NKeys;

namespace Dashboard.Cluster.Connecting;

/// <summary>Who connects to the broker.</summary>
/// <param name="Name">Name, and first part of its inbox.</param>
/// <param name="Url">Where.</param>
/// <param name="User">User of a password.</param>
/// <param name="Password">Its password.</param>
/// <param name="Seed">Secret key, instead of a password.</param>
/// <param name="Pin">SHA-256 of the certificate to expect, hex.</param>
/// <param name="CaFile">File of the authority to believe, PEM, instead of this machine's own.</param>
public sealed record Caller(string Name, string Url, string? User = null, string? Password = null, string? Seed = null, string? Pin = null, string? CaFile = null)
{
    /// <summary>The worker of a word to paste.</summary>
    public static Caller Of(JoinCode code) => new(code.Worker, code.Url, code.Password is null ? null : code.Worker, code.Password, code.Seed, code.Pin);
}

/// <summary>Connections to the broker, which come back by themselves for as long as it takes.</summary>
public static class Connection
{
    /// <summary>Opens none yet: a connection is opened by its first use or <c>ConnectAsync</c>.</summary>
    /// <param name="caller">Who connects.</param>
    /// <param name="stranger">Told, on any thread, that what answers has another certificate than the one expected.</param>
    public static NatsConnection Of(Caller caller, Action? stranger = null) => new(NatsOpts.Default with
    {
        Url = caller.Url,
        Name = caller.Name,
        // A restricted user may hear its own answers only.
        InboxPrefix = Subjects.Inbox(caller.Name),
        AuthOpts = Auth(caller),
        TlsOpts = Tls(caller, stranger),
        // A broker that is frozen, or behind a cable that is out, is noticed within 6 s.
        PingInterval = TimeSpan.FromSeconds(2),
        MaxPingOut = 2,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        RequestTimeout = TimeSpan.FromSeconds(5),
        RetryOnInitialConnect = true,
        IgnoreAuthErrorAbort = true,
        MaxReconnectRetry = -1,
        ReconnectWaitMin = TimeSpan.FromMilliseconds(200),
        ReconnectWaitMax = TimeSpan.FromSeconds(1),
        SubPendingChannelCapacity = 65_536,
    });

    /// <summary>Tells what becomes of a connection, on any thread.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="open">It is there, again.</param>
    /// <param name="closed">It is away.</param>
    /// <param name="trouble">What the broker says.</param>
    public static void Watch(NatsConnection connection, Action open, Action closed, Action<string> trouble)
    {
        connection.ConnectionOpened += (_, _) => Tell(open);
        connection.ConnectionDisconnected += (_, _) => Tell(closed);
        connection.ServerError += (_, e) => Tell(() => trouble(e.Error));

        static ValueTask Tell(Action tell)
        {
            tell();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Why an address may not be used; null where it may: outside this machine all is encrypted.</summary>
    public static string? Problem(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("nats" or "tls") || address.Host.Length == 0)
            return "must be like tls://broker.example.org:4222, or nats://127.0.0.1:4222 on this machine";
        if (address.UserInfo.Length > 0) return "must not contain a user or password";
        return address.Scheme == "tls" || IsLoopback(address.Host) ? null : "must begin with tls:// unless it is this machine's own (127.0.0.1): what goes over a network is encrypted";
    }

    /// <summary>Whether a host is this machine.</summary>
    public static bool IsLoopback(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static NatsAuthOpts Auth(Caller caller)
    {
        if (caller.Seed is null) return new() { Username = caller.User, Password = caller.Password };
        using var pair = KeyPair.FromSeed(caller.Seed.AsSpan());
        return new() { NKey = pair.GetPublicKey(), Seed = caller.Seed };
    }

    private static NatsTlsOpts Tls(Caller caller, Action? stranger) => caller.Url.StartsWith("tls:", StringComparison.Ordinal)
        ? new()
        {
            Mode = TlsMode.Require,
            CaFile = caller.CaFile,
            ConfigureClientAuthentication = caller.Pin is not { } pin ? null : options =>
            {
                // The lab made the certificate itself: nobody vouches for it but the word that was pasted.
                options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    var isIt = certificate is not null && pin.Equals(PinOf(certificate), StringComparison.OrdinalIgnoreCase);
                    if (!isIt) stranger?.Invoke();
                    return isIt;
                };
                return ValueTask.CompletedTask;
            },
        }
        : new() { Mode = TlsMode.Disable };

    /// <summary>SHA-256 of a certificate, hex.</summary>
    public static string PinOf(X509Certificate certificate) => certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).ToLowerInvariant();
}
