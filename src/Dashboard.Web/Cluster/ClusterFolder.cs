using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Engine.Runs;
using Dashboard.Web.Operations;
using NATS.NKeys;

namespace Dashboard.Web.Cluster;

/// <summary>
/// Keys, credentials and the broker's files, in a folder <c>cluster</c> beside the data file that only the server's user can read.
/// A worker's secret is not among them: only its public key is. Thread-safe.
/// </summary>
internal sealed class ClusterFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Lock gate = new();
    private List<WorkerCredential> workers = [];

    /// <param name="dataFolder">The data file's folder.</param>
    public ClusterFolder(string dataFolder)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetFullPath(dataFolder), "cluster");
        Make();
        if (File.Exists(Of("workers.json")))
            workers = JsonSerializer.Deserialize<List<WorkerCredential>>(File.ReadAllBytes(Of("workers.json"))) ?? [];
        TicketKey = Keep("tickets.key", () => RandomNumberGenerator.GetBytes(32));
        LabSeed = Encoding.ASCII.GetString(Keep("lab.seed", () =>
        {
            using var pair = KeyPair.CreatePair(PrefixByte.User);
            return Encoding.ASCII.GetBytes(pair.GetSeed());
        }));
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Key of the tickets.</summary>
    public byte[] TicketKey { get; }

    /// <summary>The lab's own secret key.</summary>
    public string LabSeed { get; }

    /// <summary>Credentials of workers, by name.</summary>
    public IReadOnlyList<WorkerCredential> Workers { get { lock (gate) return [.. workers]; } }

    /// <summary>A file of it.</summary>
    public string Of(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes a credential.</summary>
    /// <returns>Its secret key, which is kept nowhere.</returns>
    public (WorkerCredential Made, string Seed) Add(string name, DateTime now)
    {
        using var pair = KeyPair.CreatePair(PrefixByte.User);
        var made = new WorkerCredential(name, pair.GetPublicKey(), now);
        lock (gate) Save([.. workers.Where(w => w.Name != name).Append(made).OrderBy(w => w.Name, StringComparer.Ordinal)]);
        return (made, pair.GetSeed());
    }

    /// <summary>Takes a credential back.</summary>
    /// <returns>False where there is none of that name.</returns>
    public bool Revoke(string name)
    {
        lock (gate)
        {
            if (workers.All(w => w.Name != name)) return false;
            Save([.. workers.Where(w => w.Name != name)]);
            return true;
        }
    }

    /// <summary>Replaces a file as a whole, unless it is the same; only the server's user can read it.</summary>
    /// <exception cref="StorageUnavailableException">The folder cannot be written now; the file is as it was.</exception>
    public void Write(string name, byte[] content)
    {
        try
        {
            // A full disk is no reason not to go on with what is there.
            if (File.Exists(Of(name)) && content.AsSpan().SequenceEqual(File.ReadAllBytes(Of(name)))) return;
            Make();
            var written = Of(name + ".new");
            using (var file = new FileStream(written, Mode(FileMode.Create)))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            File.Move(written, Of(name), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"The folder {Path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Writes what is known of keys and credentials, should it be gone: machines need not be added again.</summary>
    public void Restore()
    {
        lock (gate)
        {
            Write("tickets.key", TicketKey);
            Write("lab.seed", Encoding.ASCII.GetBytes(LabSeed));
            if (workers.Count > 0) Write("workers.json", JsonSerializer.SerializeToUtf8Bytes(workers));
        }
    }

    private void Make()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
        else
        {
            Directory.CreateDirectory(Path, Private);
            File.SetUnixFileMode(Path, Private);
        }
    }

    private static FileStreamOptions Mode(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = PrivateFile;
        return options;
    }

    private void Save(List<WorkerCredential> now)
    {
        Write("workers.json", JsonSerializer.SerializeToUtf8Bytes(now));
        workers = now;
    }

    private byte[] Keep(string name, Func<byte[]> make)
    {
        if (!File.Exists(Of(name))) Write(name, make());
        return File.ReadAllBytes(Of(name));
    }
}
