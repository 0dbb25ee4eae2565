using System.Diagnostics;

namespace Dashboard.Web.Tests.Support;

/// <summary>A disk of 8 MB in memory.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = Path.Combine(folder, "data");

    public string Folder { get; }

    public static SmallDisk MountOrSkip()
    {
        var folder = Directory.CreateTempSubdirectory("disk-").FullName;
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder) != 0)
        {
            Directory.Delete(folder);
            Assert.Skip("Mounting a small tmpfs is not permitted here (needs root on Linux).");
        }
        var disk = new SmallDisk(folder);
        Directory.CreateDirectory(disk.Folder);
        return disk;
    }

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
