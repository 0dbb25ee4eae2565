using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Access;

/// <summary>
/// Keeps the keys of cookies in a folder <c>keys</c> beside the data file, for this user only, so that a redeploy logs
/// nobody out.
/// </summary>
internal sealed class KeyFolder(Func<string> dataFile, ILoggerFactory log) : IConfigureOptions<KeyManagementOptions>
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public void Configure(KeyManagementOptions options)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(dataFile()))!, "keys");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else
        {
            Directory.CreateDirectory(path, Private);
            File.SetUnixFileMode(path, Private);
        }
        options.XmlRepository = new FileSystemXmlRepository(new(path), log);
    }
}
