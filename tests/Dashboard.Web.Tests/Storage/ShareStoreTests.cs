using Dashboard.Web.Sharing;

namespace Dashboard.Web.Tests.Storage;

public sealed class ShareStoreTests : IDisposable
{
    private static readonly DateTime Now = new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc).AddTicks(3);
    private readonly StoreFixture fixture = new StoreFixture().Open();

    public void Dispose() => fixture.Dispose();

    private static Share NewShare(string id) => new()
    {
        Id = id, TokenHash = new string('a', 63) + id, Kind = ShareKind.Comparison, Target = "?runs=a,b&scale=log", Title = "",
        IsFrozen = true, CreatedAt = Now, ExpiresAt = Now.AddDays(1),
    };

    [Fact]
    public void Add_Frozen_ComesBackWithALargeContent()
    {
        var json = string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $"{i},\"é\","));
        fixture.Shares.Add(NewShare("1"), json);

        fixture.Reopen();
        Assert.Equal(NewShare("1"), fixture.Shares.FindByHash(NewShare("1").TokenHash));
        Assert.Equal(json, fixture.Shares.KeptJson("1"));
        Assert.Null(fixture.Shares.FindByHash("b"));
        Assert.Null(fixture.Shares.KeptJson("2"));
        Assert.Throws<ArgumentException>(() => fixture.Shares.Add(NewShare("1")));
    }

    [Fact]
    public void Revoke_Twice_KeepsTheFirstTime()
    {
        fixture.Shares.Add(NewShare("1"));
        fixture.Shares.Revoke("1", Now);
        fixture.Reopen().Shares.Revoke("1", Now.AddHours(1));

        var share = Assert.Single(fixture.Reopen().Shares.List());
        Assert.Equal(Now, share.RevokedAt);
        Assert.False(share.IsAlive(Now));
        Assert.Null(fixture.Shares.Revoke("2", Now));
    }

    [Fact]
    public void Touch_ThenFlush_IsSaved()
    {
        fixture.Shares.Add(NewShare("1"));
        fixture.Shares.Touch("1", Now.AddMinutes(5));
        Assert.Equal(Now.AddMinutes(5), fixture.Shares.List()[0].LastUsedAt);
        fixture.Shares.Flush();
        Assert.Equal(Now.AddMinutes(5), fixture.Reopen().Shares.List()[0].LastUsedAt);
    }

    [Fact]
    public void IsAlive_AtTheExpiry_IsOver()
    {
        Assert.True(NewShare("1").IsAlive(Now.AddDays(1).AddTicks(-1)));
        Assert.False(NewShare("1").IsAlive(Now.AddDays(1)));
        Assert.True((NewShare("1") with { ExpiresAt = null }).IsAlive(DateTime.MaxValue));
    }
}
