namespace Dashboard.Web.Tests.Architecture;

/// <summary>The product's own source, for rules that a compiled assembly does not show.</summary>
internal static class Source
{
    /// <summary>The repository's src/ folder, above the built tests.</summary>
    public static string Root { get; } = Find();

    /// <summary>Files below src/ by pattern, generated ones left out.</summary>
    public static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
        .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "node_modules"));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Dashboard.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "src");
    }
}
