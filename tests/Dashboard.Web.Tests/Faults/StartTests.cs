using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Faults;

/// <summary>The real server where it cannot start, and where only its data folder can be written.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("--Storage:Path=.", "Storage:Path is '.', which is a folder")]
    [InlineData("--Storage:Path=/proc/dashboard.db", "/proc/dashboard.db.lock. Choose another place with --Storage:Path=<file>.")]
    [InlineData("--Engine:Workers=many", "Engine:Workers is 'many', which is not a whole number.")]
    [InlineData("--Engine:Workers=-1", "Engine:Workers is -1; allowed are 0 (one a core) to 256.")]
    [InlineData("--Storage:BackupHour=3", "Storage:BackupHour is no setting; section Storage has BackupHours,")]
    [InlineData("--Access:Token=short", "Access:Token must be 16 to 512")]
    [InlineData("--Telemetry:Otlp=nowhere", "Telemetry:Otlp is 'nowhere'; give an http or https address")]
    [InlineData("--Logging:LogLevel:Default=Loud", "Logging:LogLevel:Default is 'Loud'; allowed are Trace,")]
    [InlineData("--urls=nonsense", "The server cannot listen at nonsense: Invalid url: 'nonsense'")]
    [InlineData("--urls=http://127.0.0.1:80000", "a port is from 0 to 65535")]
    [InlineData("--urls=http://192.0.2.1:5000", "The server cannot listen at http://192.0.2.1:5000: ")]
    [InlineData("--urls=https://127.0.0.1:0", "https needs a certificate")]
    public async Task Start_WrongSetting_IsOneLineThatSaysWhatToDo(string setting, string said)
    {
        using var folder = new TempFolder();
        using var app = await AppProcess.StartToFail(folder.Path, setting);
        AssertOneLine(app, said);
    }

    [Fact]
    public async Task Start_PortInUse_IsOneLineThatSaysWhatToDo()
    {
        using var folder = new TempFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        using var app = await AppProcess.StartToFail(folder.Path, $"--urls={address}");
        AssertOneLine(app, $"Failed to bind to address {address}: address already in use. Stop what listens there, or choose another address");
    }

    [Fact]
    public async Task Start_SettingsFileIsNoJson_IsOneLineThatNamesIt()
    {
        using var folder = new TempFolder();
        using var program = new TempFolder();
        foreach (var file in Directory.GetFiles(AppProcess.ProgramFolder))
            File.CreateSymbolicLink(Path.Combine(program.Path, Path.GetFileName(file)), file);
        // A link would lead the server to the settings beside the file it points to.
        foreach (var own in new[] { "Dashboard.Web.dll", "Dashboard.Web.runtimeconfig.json", "Dashboard.Web.deps.json" })
        {
            File.Delete(Path.Combine(program.Path, own));
            File.Copy(Path.Combine(AppProcess.ProgramFolder, own), Path.Combine(program.Path, own));
        }
        File.Delete(Path.Combine(program.Path, "appsettings.json"));
        File.WriteAllText(Path.Combine(program.Path, "appsettings.json"), "{ \"Storage\": ");
        using var app = await AppProcess.StartCopyToFail(program.Path, folder.Path);
        AssertOneLine(app, "appsettings.json");
    }

    [Fact]
    public async Task Start_OnlyTheDataFolderIsWritable_PagesAreServedAndRunsSaved()
    {
        if (!OperatingSystem.IsLinux() || !CanUnshare()) Assert.Skip("Needs a mount namespace of its own (root on Linux).");
        using var folder = new TempFolder();
        // Every file system read-only, as in a container started with --read-only, but the data folder.
        var script = $"mount --make-rprivate / && mount --bind {folder.Path} {folder.Path} && "
            + $"for m in $(findmnt -rno TARGET); do case $m in {folder.Path}|/proc*|/sys*|/dev*) ;; *) mount -o remount,bind,ro $m ;; esac; done; "
            + "touch /tmp/not-read-only 2>/dev/null && exit 9; exec \"$0\" \"$@\"";
        using var app = await AppProcess.StartInside(["unshare", "-m", "bash", "-c", script], folder.Path);

        Assert.Contains((await app.Get("/readyz")).GetProperty("status").GetString(), new[] { "ready", "degraded" });
        foreach (var page in new[] { "/", "/runs", "/new", "/status" }) Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync(page)).StatusCode);
        await app.When(await app.Launch(new { lengths = new[] { 2 }, trainCount = 8, validationCount = 4 }), "done");
        Assert.NotEmpty(await app.Http.GetByteArrayAsync("/api/backup"));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(folder.Path, "keys")));
    }

    private static bool CanUnshare()
    {
        using var process = Process.Start(new ProcessStartInfo("unshare", ["-m", "true"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static void AssertOneLine(AppProcess app, string said)
    {
        Assert.Equal(1, app.ExitCode);
        Assert.Contains(said, app.Output);
        Assert.Single(app.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
