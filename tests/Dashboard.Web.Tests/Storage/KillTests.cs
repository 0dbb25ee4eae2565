using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Storage;

public sealed class KillTests
{
    [Fact]
    public async Task Kill_AtRandomMoments_LosesNothingAcknowledged()
    {
        using var fixture = new StoreFixture();
        var lines = new List<string>();
        var random = new Random(7);
        for (var round = 0; round < LongTests.Pick(5, 100); round++)
        {
            var before = lines.Count;
            using var child = StoreChild.Start(fixture.Folder);
            // The clock starts with the first acknowledgement, so that every kill meets a writer; some at once after one.
            while (await child.StandardOutput.ReadLineAsync() is { } line)
            {
                lines.Add(line);
                if (lines.Count == before + 2) _ = Task.Delay(random.Next(300)).ContinueWith(_ => child.Kill(), TaskScheduler.Default);
            }
            await child.WaitForExitAsync();
            Assert.True(lines.Count > before + 1, string.Join('\n', lines.TakeLast(3)));

            fixture.Open();
            Assert.Null(fixture.Store.Notice);
            StoreChild.AssertKept(fixture, lines.Skip(LongTests.On && round % 10 != 0 ? before : 0));
            fixture.Store.Dispose();
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{lines.Count} acknowledgements kept");
    }
}
