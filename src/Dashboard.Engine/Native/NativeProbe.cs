using System.Runtime.InteropServices;

namespace Dashboard.Engine.Native;

/// <summary>Finds and loads a native library by full path, and keeps what the loader said.</summary>
internal static class NativeProbe
{
    /// <summary>Folders a native library of this app can be in: beside the app (published for one platform), under
    /// runtimes/ (built or published for any), and where the host was told to look (deps.json).</summary>
    public static IReadOnlyList<string> Folders()
    {
        var os = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var rid = $"{os}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        var told = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        string[] folders =
        [
            AppContext.BaseDirectory,
            Path.Combine(AppContext.BaseDirectory, "runtimes", rid, "native"),
            .. told.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        ];
        return [.. folders.Select(Path.GetFullPath).Distinct()];
    }

    /// <summary>The library's file name on this system.</summary>
    public static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";

    /// <summary>Loads <paramref name="fileName"/> from the first folder that has it.</summary>
    /// <returns>Null when it is loaded; else why not, in the loader's own words.</returns>
    public static string? Load(string fileName, IReadOnlyList<string> folders)
    {
        var path = folders.Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);
        if (path is null) return $"{fileName} is not in {string.Join(" or ", folders)}";
        try
        {
            NativeLibrary.Load(path);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            return e.Message.Trim();
        }
    }
}
