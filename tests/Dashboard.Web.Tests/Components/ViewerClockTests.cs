using Dashboard.Web.Components.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Web.Tests.Components;

public sealed class ViewerClockTests : BunitContext
{
    private static readonly DateTime July = new(2026, 7, 1, 10, 30, 0), November = new(2026, 11, 20, 10, 30, 0);

    private readonly ViewerClock clock;

    public ViewerClockTests()
    {
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(new(2026, 11, 27, 3, 0, 0, TimeSpan.Zero)));
        Services.AddScoped<ViewerClock>();
        clock = Services.GetRequiredService<ViewerClock>();
    }

    // Against the tz database: Berlin is UTC+2 in July and UTC+1 in November, New York UTC−4 and UTC−5; India is 5:30 ahead all year.
    [Theory]
    [InlineData("Europe/Berlin", "1 Jul 12:30", "20 Nov 11:30")]
    [InlineData("America/New_York", "1 Jul 06:30", "20 Nov 05:30")]
    [InlineData("Asia/Kolkata", "1 Jul 16:00", "20 Nov 16:00")]
    public void Day_KnownZone_GoesByTheOffsetOfItsOwnDate(string zone, string july, string november)
    {
        clock.SetZone(zone);
        Assert.Equal((july, november), (clock.Day(July), clock.Day(November)));
    }

    [Fact]
    public void Day_TodayAndYesterday_AreThoseOfTheViewersCalendar()
    {
        // 03:00 UTC on the 27th is the evening of the 26th in Los Angeles.
        clock.SetZone("America/Los_Angeles");
        Assert.Equal("Today 18:00", clock.Day(new(2026, 11, 27, 2, 0, 0)));
        Assert.Equal("Yesterday 23:59", clock.Day(new(2026, 11, 26, 7, 59, 0)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Nowhere/Atlantis")]
    [InlineData("../../etc/passwd")]
    public void Day_UnknownZone_IsUtcAndSaysSo(string? zone)
    {
        clock.SetZone(zone);
        Assert.Equal(("20 Nov 10:30 UTC", "10:30:00 UTC", "20 November 2026, 10:30:00 UTC"), (clock.Day(November), clock.Clock(November), clock.Full(November)));
    }

    [Fact]
    public void ViewerTime_ZoneBecomesKnown_IsDrawnAgainByItself()
    {
        var shown = Render<ViewerTime>(p => p.Add(t => t.At, July));
        Assert.Equal("1 Jul 10:30 UTC", shown.Find("time").TextContent);
        Assert.Equal("2026-07-01T10:30:00Z", shown.Find("time").GetAttribute("datetime"));
        clock.SetZone("Europe/Berlin");
        shown.WaitForAssertion(() => Assert.Equal("1 Jul 12:30", shown.Find("time").TextContent));
    }
}
