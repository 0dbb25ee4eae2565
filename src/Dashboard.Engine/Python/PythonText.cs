using System.Reflection;

namespace Dashboard.Engine.Python;

/// <summary>
/// Python that stands beside the C# it says again, embedded by its file's name: what a task and a cell bring to a notebook
/// (docs/design.md, "A notebook").
/// </summary>
public static class PythonText
{
    /// <summary>The texts of this library's files, one after the other.</summary>
    /// <param name="files">Names with their extension: "simple.py".</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static string Of(params ReadOnlySpan<string> files)
    {
        var texts = new string[files.Length];
        for (var i = 0; i < files.Length; i++) texts[i] = Read(typeof(PythonText).Assembly, files[i]);
        return string.Join("\n\n\n", texts);
    }

    /// <summary>The text of an embedded file without the line ends at its end; lines end in \n.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static string Read(Assembly assembly, string file)
    {
        using var stream = assembly.GetManifestResourceStream(file) ?? throw new FileNotFoundException($"{file} is not embedded in {assembly.GetName().Name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n');
    }
}
