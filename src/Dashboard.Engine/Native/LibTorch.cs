using TorchSharp;

namespace Dashboard.Engine.Native;

/// <summary>
/// The native library of the torch engine, found, checked and loaded once for the process. Ask here before touching any
/// type of TorchSharp: where its own initialiser cannot load the library it hides the cause, copies 490 MB and stays
/// failed for as long as the process lives.
/// </summary>
public static class LibTorch
{
    private static readonly Lazy<string?> Loaded = new(Load);

    /// <summary>Whether the torch engine can be used here. The first call loads the library (about half a second).</summary>
    public static bool IsAvailable => Loaded.Value is null;

    /// <summary>Why it cannot be used, with the loader's own message; null where it can.</summary>
    public static string? Error => Loaded.Value;

    /// <summary>libtorch's version, such as "2.10.0"; null where it cannot be used.</summary>
    public static string? Version => IsAvailable ? VersionOfLoaded() : null;

    private static string? Load()
    {
        // libLibTorchSharp.so names the libtorch files beside it, so that the loader's message covers them as well.
        if (NativeProbe.Load(NativeProbe.FileName("LibTorchSharp"), NativeProbe.Folders()) is { } error) return error;
        try
        {
            Initialise();
            return null;
        }
        catch (Exception e)
        {
            return e.GetBaseException().Message;
        }
    }

    // Apart from their callers, so that TorchSharp's type is not touched before the library is known to load.
    private static void Initialise() => torch.InitializeDeviceType(DeviceType.CPU);

    private static string VersionOfLoaded() => new Version(torch.__version__).ToString(3);
}
