using System.Diagnostics;
using System.Text;

namespace Dashboard.Web.Tests.Support;

/// <summary>The Python that is at hand.</summary>
internal static class Python
{
    private static readonly Lazy<string?> Plain = new(() => Find("pass")), WithTorch = new(() => Find("import numpy, torch"));

    /// <summary>A Python 3, or null.</summary>
    public static string? Any => Plain.Value;

    /// <summary>One that has NumPy and PyTorch, or null.</summary>
    public static string? Torch => WithTorch.Value;

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Whether it went well, and what it said.</returns>
    public static async Task<(bool Ok, string Said)> Run(string python, string folder, TimeSpan limit, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(python, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = new StringBuilder();
        process.OutputDataReceived += (_, e) => { lock (said) said.AppendLine(e.Data); };
        process.ErrorDataReceived += (_, e) => { lock (said) said.AppendLine(e.Data); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            lock (said) said.AppendLine($"stopped after {limit}");
            return (false, said.ToString());
        }
        lock (said) return (process.ExitCode == 0, said.ToString());
    }

    // Debian's own first: packages such as python3-torch are for it, whatever else is on the path.
    private static string? Find(string program)
    {
        foreach (var python in new[] { "/usr/bin/python3", "python3", "python" })
            try
            {
                if (Run(python, Path.GetTempPath(), TimeSpan.FromMinutes(1), "-c", program).GetAwaiter().GetResult().Ok) return python;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // It is not installed.
            }
        return null;
    }
}
