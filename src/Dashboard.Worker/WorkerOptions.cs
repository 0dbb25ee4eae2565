using System.Globalization;
using Dashboard.Cluster.Connecting;
using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Training;

namespace Dashboard.Worker;

/// <summary>Who the worker is and what it may use: options of the command line, --name=value, or DASHBOARD_NAME in the environment.</summary>
/// <param name="Caller">How it reaches the broker.</param>
/// <param name="Cores">Trials it trains at a time.</param>
/// <param name="Bits">Width of its vectors.</param>
internal sealed record WorkerOptions(Caller Caller, int Cores, int Bits)
{
    public const string Usage = """
        Trains trials for a lab, and needs nothing of it but a way to its broker.

          dotnet Dashboard.Worker.dll --join=<word from Status, Add a machine>
          dotnet Dashboard.Worker.dll --url=tls://broker:4222 --name=lab-2 --password=<...> [--ca=<file.pem>]

          --join       the word the lab's Status page shows; @file reads it from a file
          --cores      trials at a time; all cores by default
          --polite     true: training gives way to whatever else the machine does
          --cache      MB for shared sequences, 512 by default

        Each can be given as DASHBOARD_JOIN, DASHBOARD_CORES ... in the environment instead, where other users do not see it.
        """;

    private static readonly string[] Names = ["join", "url", "name", "password", "ca", "cores", "polite", "cache"];

    public bool LowPriority { get; init; }
    public int CacheMegabytes { get; init; } = 512;
    public string Product { get; init; } = "";
    public int EngineVersion { get; init; } = Dashboard.Engine.Training.EngineVersion.Current;

    /// <summary>Given instead of computed.</summary>
    public Proof? Proof { get; init; }

    /// <summary>Reads them.</summary>
    /// <returns>The options, or what is wrong with them in a line.</returns>
    public static (WorkerOptions? Options, string? Problem) Read(string[] args, Func<string, string?> environment)
    {
        var given = new Dictionary<string, string>();
        foreach (var arg in args)
        {
            if (arg.Split('=', 2) is not [var name, var value] || !name.StartsWith("--", StringComparison.Ordinal) || !Names.Contains(name[2..]))
                return (null, $"'{(arg.Length > 40 ? arg[..40] + "…" : arg)}' is no option. There are: {string.Join(", ", Names.Select(n => $"--{n}=…"))}.");
            given[name[2..]] = value;
        }
        string? Of(string name) => (given.GetValueOrDefault(name) ?? environment($"DASHBOARD_{name.ToUpperInvariant()}")) is { Length: > 0 } value ? value : null;
        var (caller, problem) = ReadCaller(Of);
        if (caller is null) return (null, problem);
        if (Connection.Problem(caller.Url) is { } wrong) return (null, $"The broker's address {wrong}.");
        if (Number(Of("cores"), Environment.ProcessorCount, 1, ClusterLimits.Cores) is not { } cores) return (null, $"--cores must be 1 to {ClusterLimits.Cores}.");
        if (Number(Of("cache"), 512, 16, 65_536) is not { } cache) return (null, "--cache must be 16 to 65536.");
        if (Of("polite") is not (null or "true" or "false")) return (null, "--polite must be true or false.");
        return (new(caller, cores, new FusedTrainer().VectorBits) { LowPriority = Of("polite") == "true", CacheMegabytes = cache }, null);
    }

    private static (Caller?, string?) ReadCaller(Func<string, string?> of)
    {
        if (of("join") is { } word)
        {
            if (word.StartsWith('@'))
            {
                if (!File.Exists(word[1..])) return (null, $"There is no file '{word[1..]}' to read the word from.");
                using var reader = new StreamReader(word[1..]);
                word = reader.ReadLine() ?? "";
            }
            return JoinCode.Read(word) is { } code ? (Caller.Of(code), null) : (null, "The word after --join cannot be read; copy all of it from the lab's Status page.");
        }
        if (of("url") is not { } url || of("name") is not { } name || of("password") is not { } password) return (null, "It needs --join, or --url, --name and --password.");
        if (!ClusterLimits.IsName(name)) return (null, $"--name must be 1 to {ClusterLimits.Name} lower-case letters, digits and hyphens.");
        if (of("ca") is { } ca && !File.Exists(ca)) return (null, $"There is no file '{ca}' with the broker's authority.");
        return (new(name, url, name, password, CaFile: of("ca")), null);
    }

    private static int? Number(string? text, int otherwise, int min, int max) =>
        text is null ? otherwise : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : null;
}
