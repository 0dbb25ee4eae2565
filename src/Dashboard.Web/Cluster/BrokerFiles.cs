using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dashboard.Cluster.Connecting;
using Dashboard.Cluster.Contracts;
using NATS.NKeys;

namespace Dashboard.Web.Cluster;

/// <summary>What the lab's own broker is started with: a configuration, and a certificate that the lab made.</summary>
internal sealed class BrokerFiles(ClusterFolder folder, ClusterOptions options)
{
    private const string CertificateFile = "broker.pem", KeyFile = "broker.key";
    private readonly Lock gate = new();

    // Workers know the certificate: should its files be gone, it is written again, not another.
    private (byte[] Certificate, byte[] Key)? made;

    /// <summary>The configuration.</summary>
    public string Configuration => folder.Of("broker.conf");

    /// <summary>Where the broker writes its process id.</summary>
    public string ProcessId => folder.Of("broker.pid");

    /// <summary>SHA-256 of the certificate; null where nothing is encrypted, as nothing leaves this machine.</summary>
    public string? Pin { get; private set; }

    /// <summary>Writes all that is missing, and the configuration as it is to be now. Thread-safe.</summary>
    public void Write()
    {
        lock (gate) WriteAll();
    }

    private void WriteAll()
    {
        folder.Restore();
        var at = options.Endpoint!;
        var tls = "";
        if (!IPAddress.IsLoopback(at.Address))
        {
            Pin = Certificate();
            tls = $"tls {{ cert_file: {Quoted(folder.Of(CertificateFile))}, key_file: {Quoted(folder.Of(KeyFile))}, timeout: 5 }}";
        }
        var users = folder.Workers.Select(w => User(w.PublicKey, [$"{Subjects.Root}.w.{w.Name}.>"], [Subjects.Orders(w.Name), Subjects.Inbox(w.Name) + ".>"]))
            .Prepend(User(PublicKey(folder.LabSeed), [Subjects.Orders("*"), Subjects.Inbox("*") + ".>"], [$"{Subjects.Root}.w.>", Subjects.Inbox(Subjects.Lab) + ".>"]));
        folder.Write("broker.conf", Encoding.UTF8.GetBytes($$"""
            # Written by the lab at every start and change; what is changed here is lost.
            listen: "{{ClusterOptions.Host(at.Address)}}:{{at.Port}}"
            server_name: "lab"
            pid_file: {{Quoted(ProcessId)}}
            log_file: {{Quoted(folder.Of("broker.log"))}}
            logfile_size_limit: 10MB
            max_payload: 1MB
            max_connections: 2000
            max_subscriptions: 20
            ping_interval: "2s"
            ping_max: 2
            write_deadline: "5s"
            {{tls}}
            authorization {
              timeout: 5
              users: [
            {{string.Join("\n", users)}}
              ]
            }

            """));
    }

    private static string User(string key, string[] publish, string[] subscribe) =>
        $"    {{ nkey: {key}, permissions: {{ publish: {{ allow: [{string.Join(", ", publish.Select(Quoted))}] }}, subscribe: {{ allow: [{string.Join(", ", subscribe.Select(Quoted))}] }} }} }}";

    // Paths have no quotes; a backslash would escape.
    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\")}\"";

    private static string PublicKey(string seed)
    {
        using var pair = KeyPair.FromSeed(seed.AsSpan());
        return pair.GetPublicKey();
    }

    // Workers know it by its digest and by nothing else, so names and addresses may change.
    private string Certificate()
    {
        var (certificate, key) = made ??= File.Exists(folder.Of(CertificateFile)) && File.Exists(folder.Of(KeyFile))
            ? (File.ReadAllBytes(folder.Of(CertificateFile)), File.ReadAllBytes(folder.Of(KeyFile))) : NewCertificate();
        folder.Write(KeyFile, key);
        folder.Write(CertificateFile, certificate);
        using var loaded = X509CertificateLoader.LoadCertificate(certificate);
        return Connection.PinOf(loaded);
    }

    private static (byte[] Certificate, byte[] Key) NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=lab", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(150));
        return (Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()), Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
    }
}
