using System.Net;
using System.Net.Http.Json;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Faults;

/// <summary>Promise 4 in the whole app: a real full disk under a running server.</summary>
public sealed class AppDiskTests
{
    [Fact]
    public async Task FullDisk_DuringARun_IsShownEverywhereAndTheRunGoesOnWhenThereIsSpace()
    {
        using var disk = SmallDisk.MountOrSkip();
        using var app = await AppProcess.Start(disk.Folder);
        var configuration = new { name = "kept", lengths = Enumerable.Range(2, 30), seeds = new[] { 1, 2, 3 }, trainCount = 4_000, validationCount = 100, epochs = 10 };
        var id = await app.Launch(configuration);
        await app.Until(async () => (await app.Results(id)).Any(l => l.Contains(",done,", StringComparison.Ordinal)));
        disk.Fill();

        await app.Until(async () => (await app.Http.GetAsync("/readyz")).StatusCode == HttpStatusCode.ServiceUnavailable);
        foreach (var page in new[] { "/", $"/runs/{id}", "/status" })
            await app.Until(async () => await app.Http.GetStringAsync(page) is var html
                && html.Contains("Storage unavailable", StringComparison.Ordinal) && html.Contains("The disk is full", StringComparison.Ordinal));
        Assert.Equal(1, (await app.Get("/api/runs")).GetProperty("total").GetInt32());
        var refused = await app.Http.PostAsJsonAsync("/api/runs", configuration);
        Assert.Equal((503, "application/problem+json"), ((int)refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        Assert.Contains("The disk is full", await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync("/healthz")).StatusCode);

        disk.Free();
        await app.When(id, "done");
        await app.Until(async () => (await app.Http.GetAsync("/readyz")).StatusCode == HttpStatusCode.OK);
        Assert.Equal(180, (await app.Results(id)).Count(l => l.Contains(",done,", StringComparison.Ordinal)));
        Assert.Contains("Results are saved again", app.Output);
        var again = await app.Launch(configuration);
        await app.When(again, "done");
        Assert.Equal(await app.Results(again), await app.Results(id));
    }
}
