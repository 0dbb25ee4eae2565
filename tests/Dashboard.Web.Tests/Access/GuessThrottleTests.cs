using System.Net;
using Dashboard.Web.Access;
using Dashboard.Web.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Web.Tests.Access;

public sealed class GuessThrottleTests
{
    private readonly FakeTimeProvider time = new();
    private readonly GuessThrottle throttle;

    public GuessThrottleTests() => throttle = new(time);

    private Guess Wrong(string address) => throttle.Try(IPAddress.Parse(address), () => false).Outcome;

    private Guess Right(string address) => throttle.Try(IPAddress.Parse(address), () => true).Outcome;

    [Fact]
    public void Try_FiveWrong_WaitsTenSecondsForEachMore()
    {
        for (var i = 0; i < 5; i++) Assert.Equal(Guess.Wrong, Wrong("10.0.0.1"));
        Assert.Equal((Guess.TooMany, TimeSpan.FromSeconds(10)), throttle.Try(IPAddress.Parse("10.0.0.1"), () => throw new InvalidOperationException("compared")));
        Assert.Equal(Guess.Wrong, Wrong("10.0.0.2"));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Guess.Wrong, Wrong("10.0.0.1"));
        Assert.Equal(Guess.TooMany, Wrong("10.0.0.1"));
    }

    [Theory]
    [InlineData(-400)]
    [InlineData(400)]
    public void Try_ClockIsSet_NeitherOpensNorLocksTheDoor(int days)
    {
        var clocks = new TwoClocks();
        var own = new GuessThrottle(clocks);
        var address = IPAddress.Parse("10.0.0.1");
        for (var i = 0; i < 5; i++) own.Try(address, () => false);
        clocks.Set(TimeSpan.FromDays(days));
        Assert.Equal((Guess.TooMany, TimeSpan.FromSeconds(10)), own.Try(address, () => true));
        clocks.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(Guess.Right, own.Try(address, () => true).Outcome);
    }

    [Fact]
    public void Try_FromManyAddresses_IsLimitedForAllButThoseThatWereRight()
    {
        Assert.Equal(Guess.Right, Right("10.9.0.1"));
        for (var i = 0; i < 60; i++) Assert.Equal(Guess.Wrong, Wrong($"10.0.{i}.1"));
        Assert.Equal(Guess.TooMany, Right("10.0.200.1"));
        Assert.Equal(Guess.Right, Right("10.9.0.1"));
    }

    [Fact]
    public void Try_FromOneIPv6Network_CountsAsOneAddress()
    {
        for (var i = 1; i <= 5; i++) Assert.Equal(Guess.Wrong, Wrong($"2001:db8::{i}"));
        Assert.Equal(Guess.TooMany, Wrong("2001:db8::ffff"));
        Assert.Equal(Guess.Wrong, Wrong("2001:db8:0:1::1"));
    }
}
