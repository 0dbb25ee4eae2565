using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Faults;

/// <summary>A machine where the torch engine's native library cannot be loaded: a copy of the server with a spoilt one, or none.</summary>
public sealed class NativeLibraryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_LibraryDoesNotLoad_IsDegradedSaysWhyAndTrainsWithoutIt(bool spoilt)
    {
        const string Named = "LibTorchSharp";
        using var folder = new TempFolder();
        var program = Path.Combine(folder.Path, "program");
        Copy(program, spoilt);
        using var app = await AppProcess.StartCopy(program, folder.Path);

        Assert.Equal("degraded", (await app.Get("/readyz")).GetProperty("status").GetString());
        var library = (await app.Get("/api/status")).GetProperty("nativeLibrary");
        Assert.Equal(JsonValueKind.Null, library.GetProperty("version").ValueKind);
        Assert.Contains(Named, library.GetProperty("error").GetString());
        if (spoilt && OperatingSystem.IsLinux()) Assert.Contains("file too short", library.GetProperty("error").GetString());
        Assert.Contains(Named, await app.Http.GetStringAsync("/status"));

        var id = await app.Launch(new { lengths = new[] { 2 }, trainCount = 64, validationCount = 8 });
        await app.When(id, "done");
        foreach (var (request, field) in NeedTheLibrary)
        {
            using var answer = await app.Http.PostAsJsonAsync("/api/runs", request);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
            Assert.Contains("Status says why", errors.GetProperty(field)[0].GetString());
        }
        Assert.Equal(1, (await app.Get("/api/runs")).GetProperty("total").GetInt32());
    }

    private static IEnumerable<(object Request, string Field)> NeedTheLibrary =>
    [
        (new { engine = "torch" }, "engine"),
        (new { layers = 2 }, "layers"),
    ];

    private static void Copy(string program, bool spoilt)
    {
        Directory.CreateDirectory(program);
        foreach (var file in Directory.GetFiles(AppProcess.ProgramFolder)) File.Copy(file, Path.Combine(program, Path.GetFileName(file)));
        if (!spoilt) return;
        foreach (var file in Directory.GetFiles(Path.Combine(AppProcess.ProgramFolder, "runtimes"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(program, Path.GetRelativePath(AppProcess.ProgramFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Create(copy).Dispose();
        }
    }
}
