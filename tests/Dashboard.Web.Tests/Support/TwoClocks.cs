namespace Dashboard.Web.Tests.Support;

/// <summary>A clock on the wall that can be set, and the time that passes whatever it says.</summary>
public sealed class TwoClocks : TimeProvider
{
    private DateTimeOffset wall = new(2026, 11, 27, 3, 0, 0, TimeSpan.Zero);
    private TimeSpan passed = TimeSpan.FromDays(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Set(TimeSpan ahead) => wall += ahead;

    public void Pass(TimeSpan time) => (wall, passed) = (wall + time, passed + time);

    public override DateTimeOffset GetUtcNow() => wall;

    public override long GetTimestamp() => passed.Ticks;
}
