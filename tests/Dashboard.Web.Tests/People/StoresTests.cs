using Dashboard.Web.People;
using Dashboard.Web.Storage;
using Dashboard.Web.Tests.Storage;

namespace Dashboard.Web.Tests.People;

/// <summary>Tokens and who did what, in the data file.</summary>
public sealed class StoresTests : IDisposable
{
    private readonly StoreFixture fixture = new StoreFixture().Open();

    private static AccessToken Token(string name, int number = 0) => new()
    {
        Id = $"{number:x32}", Hash = "hash of " + name, Name = name, Role = Role.Member, CreatedAt = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(number),
    };

    private static AuditEntry Line(int number) => new($"{number:x32}", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(number), "Ada", Deed.Launch, "run", $"Run {number}");

    [Fact]
    public void Tokens_AddedTouchedAndRevoked_AreThereAfterAReopen()
    {
        var tokens = new LiteTokenStore(fixture.Store);
        tokens.Add(Token("Ada", 1), []);
        tokens.Add(Token("Max", 2), []);
        tokens.Add(Token("Old", 3), []);
        tokens.Add(Token("Mia", 4), [Token("Old", 3).Id]);
        var now = new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc);
        tokens.Touch(Token("Ada", 1).Id, now);
        tokens.Revoke(Token("Max", 2).Id, now);
        Assert.Throws<ArgumentException>(() => tokens.Add(Token("Ada", 9), []));
        Assert.Null(tokens.Revoke("nothing", now));
        Assert.Equal(now, tokens.Revoke(Token("Max", 2).Id, now.AddDays(1))!.RevokedAt);
        tokens.Flush();

        fixture.Reopen();
        var again = new LiteTokenStore(fixture.Store);
        Assert.Equal(["Mia", "Max", "Ada"], again.List().Select(t => t.Name));
        Assert.Equal(tokens.List(), again.List());
        Assert.Equal((now, now), (again.FindByHash("hash of Ada")!.LastUsedAt, again.Find(Token("Max", 2).Id)!.RevokedAt));
        Assert.False(again.Find(Token("Max", 2).Id)!.IsAlive);
    }

    [Fact]
    public void Audit_BeyondItsBound_KeepsTheNewest()
    {
        var audit = new LiteAuditStore(fixture.Store);
        for (var i = 0; i < 3; i++) audit.Add(Line(i));
        // As many as fit, in one write.
        fixture.Store.Write([.. Enumerable.Range(3, IAuditStore.Most - 3).Select(i => Change.Put(Collections.Audit, AuditDocument.Write(Line(i))))]);
        fixture.Reopen();
        audit = new(fixture.Store);
        Assert.Equal(IAuditStore.Most, audit.List().Count);
        audit.Add(Line(IAuditStore.Most));
        audit.Add(Line(IAuditStore.Most + 1));

        fixture.Reopen();
        foreach (var list in new[] { audit.List(), new LiteAuditStore(fixture.Store).List() })
        {
            Assert.Equal(IAuditStore.Most, list.Count);
            Assert.Equal(($"Run {IAuditStore.Most + 1}", "Run 2"), (list[0].Title, list[^1].Title));
        }
    }

    [Fact]
    public void Damaged_File_KeepsTokensAndWhoDidWhat()
    {
        var tokens = new LiteTokenStore(fixture.Store);
        tokens.Add(Token("Ada", 1), []);
        new LiteAuditStore(fixture.Store).Add(Line(1));
        fixture.AddFinished(1);
        fixture.Store.Dispose();
        var bytes = File.ReadAllBytes(fixture.Data);
        bytes.AsSpan(0, 8192).Fill(0x5A);
        File.WriteAllBytes(fixture.Data, bytes);

        fixture.Open();

        Assert.Contains("1 tokens, 1 lines of who did what", fixture.Store.Notice, StringComparison.Ordinal);
        Assert.Equal([Token("Ada", 1)], new LiteTokenStore(fixture.Store).List());
        Assert.Equal([Line(1)], new LiteAuditStore(fixture.Store).List());
        Assert.Equal(1, fixture.Runs.List(new()).Total);
    }

    public void Dispose() => fixture.Dispose();
}
