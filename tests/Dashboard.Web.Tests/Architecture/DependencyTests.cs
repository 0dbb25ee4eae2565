using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Runs;
using Dashboard.Worker;

namespace Dashboard.Web.Tests.Architecture;

/// <summary>The dependency rule (docs/design.md): each room sees only the rooms named here.</summary>
public sealed partial class DependencyTests
{
    private static readonly Dictionary<string, string[]> MaySee = new()
    {
        ["Engine.Sequences"] = [],
        ["Engine.Metrics"] = ["Engine.Sequences"],
        ["Engine.Native"] = [],
        ["Engine.Python"] = [],
        ["Engine.Training"] = ["Engine.Sequences", "Engine.Metrics", "Engine.Native", "Engine.Python"],
        ["Engine.Experiments"] = ["Engine.Sequences", "Engine.Training"],
        ["Engine.Published"] = ["Engine.Sequences", "Engine.Training", "Engine.Experiments"],
        ["Engine.Statistics"] = ["Engine.Training", "Engine.Experiments"],
        ["Engine.Tasks"] = ["Engine.Sequences", "Engine.Metrics", "Engine.Training", "Engine.Experiments", "Engine.Published", "Engine.Statistics", "Engine.Python"],
        ["Engine.Runs"] = ["Engine.Sequences", "Engine.Metrics", "Engine.Training", "Engine.Experiments", "Engine.Tasks"],
        ["Engine.Inside"] = ["Engine.Sequences", "Engine.Training", "Engine.Experiments", "Engine.Tasks", "Engine.Runs"],
        ["Engine.Findings"] =
            ["Engine.Metrics", "Engine.Training", "Engine.Experiments", "Engine.Published", "Engine.Statistics", "Engine.Tasks", "Engine.Runs"],
        ["Cluster.Contracts"] = ["Engine"],
        ["Cluster.Connecting"] = ["Cluster.Contracts"],
        ["Worker"] = ["Engine", "Cluster"],
        ["Web.Cluster"] = ["Engine", "Cluster", "Web.Settings", "Web.Operations"],
        ["Web.Sharing"] = ["Engine", "Web.Addresses", "Web.Inside"],
        ["Web.People"] = ["Engine", "Web.Sharing", "Web.Inside", "Web.Operations"],
        ["Web.Settings"] = [],
        ["Web.Operations"] = ["Engine", "Web.Settings"],
        ["Web.Storage"] = ["Engine", "Web.People", "Web.Sharing", "Web.Operations", "Web.Settings"],
        ["Web.Live"] = ["Engine"],
        ["Web.Addresses"] = ["Engine"],
        ["Web.Charts"] = ["Engine", "Web.Addresses"],
        ["Web.Comparisons"] = ["Engine", "Web.Addresses", "Web.Charts"],
        ["Web.Inside"] = ["Engine", "Web.Addresses", "Web.Charts", "Web.Live"],
        ["Web.Exports"] = ["Engine", "Web.Charts", "Web.Comparisons"],
        ["Web.Notebooks"] = ["Engine", "Web.Exports"],
        ["Web.Mcp"] = ["Engine", "Web.People", "Web.Addresses", "Web.Api", "Web.Charts", "Web.Comparisons", "Web.Exports", "Web.Inside", "Web.Live"],
        ["Web.Imports"] = ["Engine"],
        ["Web.Access"] = ["Engine", "Web.People", "Web.Sharing", "Web.Settings"],
        ["Web.Api"] = ["Engine", "Web.People", "Web.Addresses", "Web.Live", "Web.Inside", "Web.Exports", "Web.Notebooks", "Web.Sharing", "Web.Charts", "Web.Comparisons", "Web.Operations", "Web.Imports"],
        ["Web.Hosting"] = ["Engine", "Web.Settings"],
        ["Web.Components"] = ["Engine", "Web.People", "Web.Addresses", "Web.Charts", "Web.Inside", "Web.Comparisons", "Web.Exports", "Web.Sharing", "Web.Operations", "Web.Imports"],
    };

    /// <summary>Libraries that one room keeps to itself.</summary>
    private static readonly Dictionary<string, string[]> OnlyIn = new()
    {
        ["LiteDB"] = ["Web.Storage"],
        ["Microsoft.JSInterop"] = ["Web.Charts"],
        ["Microsoft.AspNetCore.SignalR"] = ["Web.Live"],
        ["ModelContextProtocol"] = ["Web.Mcp"],
        ["nietras"] = ["Web.Imports"],
        ["OpenTelemetry"] = ["Web.Operations"],
        ["TorchSharp"] = ["Engine.Training", "Engine.Native"],
        ["NATS"] = ["Cluster.Connecting", "Web.Cluster", "Worker"],
    };

    private static readonly ArchUnitNET.Domain.Architecture House =
        new ArchLoader().LoadAssemblies(typeof(RunService).Assembly, typeof(Program).Assembly, typeof(Chunk).Assembly, typeof(WorkerEnd).Assembly).Build();

    [Fact]
    public void Rooms_Dependencies_FollowTheRule()
    {
        var broken =
            from type in House.Types
            let room = Room(type)
            where room is not null
            from target in type.Dependencies.Select(d => d.Target).Distinct()
            let seen = Room(target)
            where seen is not null && seen != room && !MaySee[room].Any(allowed => seen == allowed || seen.StartsWith(allowed + ".", StringComparison.Ordinal))
            select $"{type.FullName} sees {target.FullName}: {room} may not see {seen}";

        Assert.Empty(broken.Distinct());
    }

    [Fact]
    public void Libraries_KeptToOneRoom_AreSeenNowhereElse()
    {
        var broken =
            from type in House.Types
            let room = Room(type)
            where room is not null
            from target in type.Dependencies.Select(d => d.Target)
            from library in OnlyIn
            where target.FullName.StartsWith(library.Key + ".", StringComparison.Ordinal) && !library.Value.Contains(room)
            select $"{type.FullName} uses {target.FullName}: {library.Key} belongs to {string.Join(" and ", library.Value)}";

        Assert.Empty(broken.Distinct());
    }

    [Fact]
    public void Rooms_EveryNamespace_IsInTheTable() => Assert.Empty(
        House.Types.Where(t => t.FullName.StartsWith("Dashboard.", StringComparison.Ordinal) && Room(t) is null).Select(t => t.FullName));

    // Each of these reads numbers by a rule of its own: a comma dropped, another in every browser's language.
    [Fact]
    public void Fields_OfNumbers_AreReadByNumberTextAlone() => Assert.Empty(
        from file in Source.Files("*.razor")
        from banned in new[] { "MudNumericField", "type=\"number\"" }
        where File.ReadAllText(file).Contains(banned, StringComparison.Ordinal)
        select $"{file}: {banned}");

    [Fact]
    public void Documents_CitedInCode_AreInTheRepository()
    {
        var cited = Source.Files("*.cs").SelectMany(file => Document().Matches(File.ReadAllText(file)).Select(m => (file, m.Value))).ToArray();

        Assert.Contains(cited, c => c.Value == "docs/protocol.md");
        Assert.DoesNotContain(cited, c => !File.Exists(Path.Combine(Source.Root, "..", c.Value)));
    }

    // Also a document named without its folder, which nobody finds.
    [GeneratedRegex(@"[\w./-]+\.md\b")]
    private static partial Regex Document();

    // "1 sequences": a plural after a number that may be 1. Limits are never 1, and fractions ("0.5 steps") take the plural.
    [Fact]
    public void Words_PluralAfterANumber_ComeFromCounted() => Assert.Empty(
        from file in Source.Files("*.*").Where(f => Path.GetExtension(f) is ".razor" or ".cs")
        where new[] { "Dashboard.Web", "Claims" }.Any(words => file.Contains(words, StringComparison.Ordinal))
        where !file.EndsWith("EngineLog.cs", StringComparison.Ordinal)
        from line in File.ReadLines(file)
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
        from match in BarePlural().Matches(line)
        where !new[] { "RunLimits.", "CompareView.Most", "ShareView.Most", "MostCsv", "asked", "Interval.Fewest", "needed", "Numbers.Fixed(", "Numbers.Delta(", " " }
            .Any(limit => match.Groups[1].Value.StartsWith(limit, StringComparison.Ordinal))
        select $"{file}: {match.Value}");

    [GeneratedRegex(@"\{([^{}""]*)\} (?:[a-z]+ )?(?:sequences|runs|seeds|trials|lengths|steps|conditions|links|epochs|layers|settings|results|fields)\b")]
    private static partial Regex BarePlural();

    /// <summary>"Engine.Runs" for Dashboard.Engine.Runs.Run; null for what is not ours.</summary>
    private static string? Room(IType type)
    {
        if (!type.FullName.StartsWith("Dashboard.", StringComparison.Ordinal)) return null;
        var parts = type.FullName.Split('.', '+', '/');
        if (parts[1] == "Worker") return parts[1];
        var room = parts.Length > 2 ? $"{parts[1]}.{parts[2]}" : "";
        return MaySee.ContainsKey(room) ? room : null;
    }
}
