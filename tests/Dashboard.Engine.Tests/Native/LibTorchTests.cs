using Dashboard.Engine.Native;

namespace Dashboard.Engine.Tests.Native;

public class LibTorchTests
{
    [Fact]
    public void IsAvailable_OnAPlatformWithThePackage_IsTrue()
    {
        Assert.Null(LibTorch.Error);
        Assert.True(LibTorch.IsAvailable);
        Assert.StartsWith("2.10.", LibTorch.Version);
    }

    [Fact]
    public void Load_FileMissing_SaysWhereItLooked()
    {
        var error = NativeProbe.Load("libNone.so", ["/first", "/second"]);
        Assert.Equal("libNone.so is not in /first or /second", error);
    }

    [Fact]
    public void Load_FileThatIsNoLibrary_KeepsTheLoadersMessage()
    {
        var folder = Directory.CreateTempSubdirectory("probe");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "libBroken.so"), "not a library");
            var error = NativeProbe.Load("libBroken.so", [folder.FullName]);
            Assert.Contains(Path.Combine(folder.FullName, "libBroken.so"), error);
            if (OperatingSystem.IsLinux()) Assert.Contains("file too short", error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
