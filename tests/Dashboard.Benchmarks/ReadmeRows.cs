namespace Dashboard.Benchmarks;

/// <summary>What a mode ends with: lines of README's table of speeds (what, aimed at, measured), ready to be pasted.</summary>
internal sealed class ReadmeRows
{
    private readonly List<string> rows = [];

    public void Add(string what, string aim, string measured) => rows.Add($"| {what} | {aim} | {measured} |");

    public void Write(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("For README, How fast:");
        foreach (var row in rows) output.WriteLine(row);
    }
}
