using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Dashboard.Web.Exports;

namespace Dashboard.Web.Notebooks;

/// <summary>What a notebook is written as.</summary>
public enum NotebookFormat
{
    /// <summary>Jupyter's, nbformat 4.5.</summary>
    Ipynb,

    /// <summary>A Python file whose cells start with <c># %%</c>, which editors show as a notebook.</summary>
    Py,
}

/// <summary>A Python file in cells: each starts with a line <c># %%</c>, those of text with <c># %% [markdown]</c> and a # before
/// every line.</summary>
/// <param name="Name">Of the file, without its extension.</param>
/// <param name="Script">The Python.</param>
public sealed record Notebook(string Name, string Script)
{
    private const string Cell = "# %%", Markdown = "# %% [markdown]";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The file.</summary>
    public ExportFile As(NotebookFormat format) => format == NotebookFormat.Py
        ? new($"{Name}.py", "text/x-python; charset=utf-8", Encoding.UTF8.GetBytes(Script))
        : new($"{Name}.ipynb", "application/x-ipynb+json", Encoding.UTF8.GetBytes(Ipynb()));

    private string Ipynb() => JsonSerializer.Serialize(new
    {
        cells = Cells().Select((cell, index) => Entry(cell.IsText, $"cell-{index + 1}", Source(cell.Lines))),
        metadata = new
        {
            kernelspec = new { display_name = "Python 3", language = "python", name = "python3" },
            language_info = new { name = "python" },
        },
        nbformat = 4,
        nbformat_minor = 5,
    }, Json) + "\n";

    private static object Entry(bool isText, string id, IEnumerable<string> source) => isText
        ? new { cell_type = "markdown", id, metadata = new { }, source }
        : new { cell_type = "code", execution_count = (int?)null, id, metadata = new { }, outputs = Array.Empty<object>(), source };

    private IEnumerable<(bool IsText, IReadOnlyList<string> Lines)> Cells()
    {
        List<string>? lines = null;
        var isText = false;
        foreach (var line in Script.Split('\n'))
        {
            if (line is Cell or Markdown)
            {
                if (lines is not null) yield return (isText, Trimmed(lines));
                (lines, isText) = ([], line == Markdown);
            }
            else
                lines?.Add(isText ? Uncommented(line) : line);
        }
        if (lines is not null) yield return (isText, Trimmed(lines));
    }

    // "# ## Data" is a heading: only the comment's own sign goes.
    private static string Uncommented(string line) => line.StartsWith("# ", StringComparison.Ordinal) ? line[2..] : "";

    private static List<string> Trimmed(List<string> lines)
    {
        while (lines is [.., ""]) lines.RemoveAt(lines.Count - 1);
        return lines;
    }

    // Every line but the last with its end, as Jupyter keeps them.
    private static IEnumerable<string> Source(IReadOnlyList<string> lines) =>
        lines.Select((line, i) => i < lines.Count - 1 ? line + "\n" : line);
}
