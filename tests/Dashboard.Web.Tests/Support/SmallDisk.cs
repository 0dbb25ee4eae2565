using System.Diagnostics;

namespace Dashboard.Web.Tests.Support;

/// <summary>A small disk in memory.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = Path.Combine(folder, "data");

    /// <summary>A folder on it.</summary>
    public string Folder { get; }

    public static SmallDisk MountOrSkip(string size = "8m")
    {
        var folder = Directory.CreateTempSubdirectory("disk-").FullName;
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder) != 0)
        {
            Directory.Delete(folder);
            Assert.Skip("Mounting a small tmpfs is not permitted here (needs root on Linux).");
        }
        var disk = new SmallDisk(folder);
        Directory.CreateDirectory(disk.Folder);
        return disk;
    }

    /// <summary>Writes until there is no room.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>There is room again.</summary>
    public void Free() => File.Delete(Ballast);

    private string Ballast => Path.Combine(Folder, "ballast");

    public void Dispose()
    {
        var mount = Path.GetDirectoryName(Folder)!;
        Run("umount", "-l", mount);
        Directory.Delete(mount);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
