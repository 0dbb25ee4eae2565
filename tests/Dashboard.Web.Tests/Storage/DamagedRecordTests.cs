using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Sharing;
using Dashboard.Web.Storage;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Storage;

/// <summary>Bytes of real data files changed: a record that cannot be read is that record's fault, and everything else goes on.</summary>
public sealed class DamagedRecordTests : IDisposable
{
    private readonly StoreFixture fixture = new StoreFixture().Open();

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData("checksum")]
    [InlineData("no document")]
    [InlineData("another id")]
    public void Trials_OneIsDamaged_ItIsAFailedTrialThatSaysWhyAndAllElseGoesOn(string how)
    {
        var run = fixture.AddFinished(1);
        var sound = fixture.Runs.Trials(run.Id);
        fixture.Store.Dispose();
        var field = Id(run.Id, 7);
        StoreFixture.Flip(fixture.Data, field, how switch { "checksum" => field.Length + 40, "no document" => 0, _ => field.Length - 2 });

        for (var opened = 0; opened < 2; opened++)
        {
            fixture.Reopen();
            var read = fixture.Runs.Trials(run.Id);
            Assert.Equal(sound.Count, read.Count);
            Assert.Equal((7, sound[7].Key, TrialStatus.Failed), (read[7].Index, read[7].Key, read[7].Status));
            Assert.Contains("cannot be read", read[7].Result!.Error);
            Assert.Equivalent(sound.Where(t => t.Index != 7), read.Where(t => t.Index != 7), strict: true);

            var damaged = Assert.Single(fixture.Store.DamagedRecords);
            Assert.Contains($"Trial 7 (Rnn, length {sound[7].Key.Length}, seed 1) of the run “Run 1” ({run.Id})", damaged.What);
            Assert.Contains("Relaunch", damaged.Remedy);
            Assert.Null(fixture.Store.Error);
            Assert.Null(fixture.Store.Notice);
            var later = fixture.AddFinished(2 + opened);
            Assert.Equal(later.TrialsTotal, fixture.Runs.Trials(later.Id).Count(t => t.Status == TrialStatus.Done));
            Assert.Equal("note", fixture.Runs.Update(run.Id, r => r with { Notes = "note" })!.Notes);
        }
        // Gone for good with its run, and only then.
        fixture.Runs.Purge(run.Id);
        Assert.Empty(fixture.Store.DamagedRecords);
    }

    [Fact]
    public void Trials_AllAreDamaged_EveryOneIsNamedAndOthersAreRead()
    {
        var (run, other) = (fixture.AddFinished(1), fixture.AddFinished(2));
        fixture.Store.Dispose();
        for (var i = 0; i < run.TrialsTotal; i++)
            StoreFixture.Flip(fixture.Data, Id(run.Id, i), i % 2 == 0 ? 0 : 60);

        fixture.Reopen();
        Assert.All(fixture.Runs.Trials(run.Id), t => Assert.Equal(TrialStatus.Failed, t.Status));
        Assert.Equal(run.TrialsTotal, fixture.Store.DamagedRecords.Count);
        Assert.All(fixture.Runs.Trials(other.Id), t => Assert.Equal(TrialStatus.Done, t.Status));
        fixture.AddFinished(3);
    }

    [Fact]
    public void KeptJson_Damaged_IsNamedAndTheLinkCanBeRevoked()
    {
        fixture.Shares.Add(NewShare("1"), string.Concat(Enumerable.Range(0, 5_000)));
        fixture.Shares.Add(NewShare("2"), "[2]");
        fixture.Store.Dispose();
        StoreFixture.Flip(fixture.Data, [0x1F, 0x8B, 0x08], 500);

        fixture.Reopen();
        Assert.Null(fixture.Shares.KeptJson("1"));
        Assert.Null(fixture.Shares.KeptJson("1"));
        Assert.Equal("[2]", fixture.Shares.KeptJson("2"));
        Assert.Contains("“Title 1”", Assert.Single(fixture.Store.DamagedRecords).What);
        fixture.AddFinished(1);
        Assert.NotNull(fixture.Shares.Revoke("1", DateTime.UnixEpoch));
        Assert.Empty(fixture.Store.DamagedRecords);
    }

    [Theory]
    [InlineData("Run 1", "run")]
    [InlineData("Title 1", "shared link")]
    [InlineData("Study 1", "study")]
    public void Open_OneDocumentIsDamaged_ItAloneIsLeftOutAndStaysInTheFile(string text, string kind)
    {
        var (first, second) = (fixture.AddFinished(1), fixture.AddFinished(2));
        foreach (var number in new[] { 1, 2 })
        {
            fixture.Shares.Add(NewShare($"{number}"));
            fixture.Runs.Add([], new() { Id = $"{number}", Name = $"Study {number}", CreatedAt = first.CreatedAt, RunIds = [first.Id, second.Id], Protocol = Protocol.Slides });
        }
        fixture.Store.Dispose();
        StoreFixture.Flip(fixture.Data, System.Text.Encoding.ASCII.GetBytes(text + "\0"), 0);

        fixture.Reopen();

        Assert.Null(fixture.Store.Notice);
        Assert.Contains($"The {kind} “", Assert.Single(fixture.Store.DamagedRecords).What);
        Assert.Equal(kind == "run" ? 1 : 2, fixture.Runs.List(new()).Total);
        Assert.Equal(kind == "study" ? 1 : 2, fixture.Runs.Studies().Count);
        Assert.Equal(kind == "shared link" ? 1 : 2, fixture.Shares.List().Count);
        fixture.AddFinished(3);
        // Mended, it is back: nothing was deleted.
        fixture.Store.Dispose();
        StoreFixture.Flip(fixture.Data, System.Text.Encoding.ASCII.GetBytes((char)(text[0] ^ 1) + text[1..] + "\0"), 0);
        fixture.Reopen();
        Assert.Empty(fixture.Store.DamagedRecords);
        Assert.Equal((3, 2, 2), (fixture.Runs.List(new()).Total, fixture.Runs.Studies().Count, fixture.Shares.List().Count));
    }

    [Theory]
    [InlineData("status", "Dreaming")]
    [InlineData("status", "7")]
    public void Open_RunWithANameThisVersionDoesNotKnow_LeavesOutThatRunOnly(string field, string name)
    {
        var (first, second) = (fixture.AddFinished(1), fixture.AddFinished(2));
        var document = RunDocument.Write(first);
        document[field] = name;
        fixture.Store.Write([Change.Put(Collections.Runs, document.Seal())]);

        fixture.Reopen();

        Assert.Equal([second.Id], fixture.Runs.List(new()).Items.Select(r => r.Id));
        Assert.Contains($"RunStatus '{name}'", Assert.Single(fixture.Store.DamagedRecords).Why);
        Assert.Null(fixture.Store.Notice);
    }

    [Fact]
    public async Task App_ATrialAndAFrozenLinkDamaged_BothAreNamedAndAllElseGoesOn()
    {
        using var folder = new TempFolder();
        string id, link;
        await using (var app = new TestApp { Folder = folder.Path })
        {
            id = await app.Launch();
            await app.When(id, r => r.IsEnded);
            link = (await app.Send("POST", "/api/shares", new { kind = "run", target = id, frozen = true })).Body.GetProperty("url").GetString()!;
        }
        var file = Path.Combine(folder.Path, "test.db");
        StoreFixture.Flip(file, [0x1F, 0x8B, 0x08], 200);
        StoreFixture.Flip(file, Id(id, 1), 80);

        await using var again = new TestApp { Folder = folder.Path };
        using var page = await again.CreateClient().GetAsync(new Uri(link).AbsolutePath);
        Assert.Equal(410, (int)page.StatusCode);
        Assert.Contains("Ask whoever sent it for a new one", await page.Content.ReadAsStringAsync());
        var trials = (await again.Send("GET", $"/api/runs/{id}/trials")).Body;
        Assert.Equal(["done", "failed", "done", "done"], trials.EnumerateArray().Select(t => t.GetProperty("status").GetString()));
        Assert.Equal("degraded", (await again.Send("GET", "/readyz")).Body.GetProperty("status").GetString());
        var status = System.Net.WebUtility.HtmlDecode(await again.CreateClient().GetStringAsync("/status"));
        Assert.Contains("Records that cannot be read", status);
        Assert.Contains("Relaunch the run", status);
        Assert.Contains("Revoke the link and share the view again", status);
        Assert.Contains("Its saved record cannot be read", trials[1].GetProperty("error").GetString());
        Assert.Contains("small", await again.CreateClient().GetStringAsync($"/runs/{id}?tab=trials"));
        await again.When(await again.Launch(), r => r.IsEnded);
    }

    /// <summary>
    /// Any one byte of the file changed, wherever: at the latest after the restart that the message asks for, everything
    /// goes on, what is shown is what was saved, and what is missing is named.
    /// </summary>
    [Fact]
    public void Open_AnyOneByteChanged_NothingFalseIsShownAndSavingGoesOn()
    {
        Run[] runs = [.. Enumerable.Range(1, 3).Select(fixture.AddFinished)];
        var trials = runs.ToDictionary(r => r.Id, r => fixture.Runs.Trials(r.Id));
        fixture.Shares.Add(NewShare("1"), "[1]");
        fixture.Store.Dispose();
        var sound = File.ReadAllBytes(fixture.Data);
        var random = new Random(LongTests.Pick(1, Environment.TickCount));
        // Half of them where the structure is: page headers, collection and index pages, slots.
        var starts = Enumerable.Range(0, sound.Length / 8192).Select(p => p * 8192).ToArray();
        int[] structure = [.. starts.SelectMany(s => sound[s + 4] is 2 or 3 ? Enumerable.Range(s, 8192) : [.. Enumerable.Range(s, 32), .. Enumerable.Range(s + 8192 - 64, 64)])];
        for (var i = 0; i < LongTests.Pick(24, 1_000); i++)
        {
            var at = i % 2 == 0 ? structure[random.Next(structure.Length)] : random.Next(sound.Length);
            var bytes = (byte[])sound.Clone();
            bytes[at] ^= (byte)(1 << random.Next(8));
            using var flipped = new StoreFixture();
            File.WriteAllBytes(flipped.Data, bytes);
            var where = $"byte {at} ({bytes[at]} for {sound[at]})";
            try
            {
                flipped.Open();
                var mended = false;
                // Some damage shows only when the file grows.
                for (var number = 100; number < 103; number++)
                    try
                    {
                        Use(flipped, number);
                    }
                    catch (StorageUnavailableException e) when (!mended)
                    {
                        Assert.Contains("Restart the server", e.Message);
                        flipped.Reopen();
                        Assert.Contains("set aside", flipped.Store.Notice);
                        mended = true;
                    }
                flipped.Reopen();
                Use(flipped, 103);
            }
            catch (StorageRefusedException)
            {
                // The bytes that say whose file it is: left as it is, for people to see.
                Assert.Equal(bytes, File.ReadAllBytes(flipped.Data));
            }
            catch (Exception e)
            {
                Assert.Fail($"{where}: {e}");
            }
        }

        void Use(StoreFixture flipped, int number)
        {
            var later = flipped.AddFinished(number);
            Assert.Equal(later.TrialsTotal, flipped.Runs.Trials(later.Id).Count);
            foreach (var run in runs)
            {
                var read = flipped.Runs.Find(run.Id);
                if (read is null) Assert.True(flipped.Store.DamagedRecords.Count > 0 || flipped.Store.Notice is not null);
                else Assert.Equivalent(run, read, strict: true);
                var lost = 0;
                foreach (var trial in flipped.Runs.Trials(run.Id))
                    if (trial.Status == TrialStatus.Failed) lost++;
                    else Assert.Equivalent(trials[run.Id][trial.Index], trial, strict: true);
                if (lost > 0) Assert.NotEmpty(flipped.Store.DamagedRecords);
                if (read is not null) Assert.Equal(run.TrialsTotal, flipped.Runs.Trials(run.Id).Count);
            }
            Assert.Contains(flipped.Shares.KeptJson("1"), new[] { "[1]", null });
        }
    }

    /// <summary>The id as it stands in a trial's document; without the field before it, it stands in the index, too.</summary>
    private static byte[] Id(string run, int trial) => System.Text.Encoding.ASCII.GetBytes($"\u0002_id\0\u0028\0\0\0{run}/{trial:D6}\0");

    private static Share NewShare(string id) => new()
    {
        Id = id, TokenHash = "hash " + id, Kind = ShareKind.Comparison, Target = "?runs=a", Title = $"Title {id}", IsFrozen = true, CreatedAt = DateTime.UnixEpoch,
    };
}
