using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Shared;

/// <summary>How much of a time is shown.</summary>
public enum TimeForm
{
    /// <summary>The day, as near to now as words can say it.</summary>
    Day,

    /// <summary>The time of day to the second.</summary>
    Clock,

    /// <summary>Date, time and zone.</summary>
    Full,
}

/// <summary>Times as the visitor's clock reads them; one a circuit. While the visitor's zone is not known they are UTC and say so.</summary>
/// <remarks>Shown by <see cref="ViewerTime"/>, which is drawn again when the zone becomes known.</remarks>
public sealed class ViewerClock(TimeProvider time, NavigationManager navigation)
{
    private TimeZoneInfo? zone;

    /// <summary>The zone became known, or is another one.</summary>
    public event Action? Changed;

    /// <summary>The page's address without its origin, for links to a place on it.</summary>
    public string PathAndQuery => new Uri(navigation.Uri).PathAndQuery;

    /// <summary>Now, UTC.</summary>
    public DateTime UtcNow => time.GetUtcNow().UtcDateTime;

    /// <summary>Takes over the visitor's time zone.</summary>
    /// <param name="id">Its IANA name ("Europe/Berlin"); one that this machine does not know counts as none.</param>
    public void SetZone(string? id)
    {
        var found = id is { Length: > 0 and < 100 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var known) ? known : null;
        if (Equals(found, zone)) return;
        zone = found;
        Changed?.Invoke();
    }

    /// <summary>"Today 09:36", "Yesterday 17:20", "21 Nov 18:22", "21 Nov 2024"; each by the offset that holds on its own date.</summary>
    public string Day(DateTime utc)
    {
        var (there, now) = (Local(utc), Local(UtcNow));
        var format = (now.Date - there.Date).Days switch
        {
            0 => "'Today' HH:mm",
            1 => "'Yesterday' HH:mm",
            _ when now.Year == there.Year => "d MMM HH:mm",
            _ => "d MMM yyyy",
        };
        return Said(there, format);
    }

    /// <summary>"09:41:06".</summary>
    public string Clock(DateTime utc) => Said(Local(utc), "HH:mm:ss");

    /// <summary>"27 November 2026, 09:41:06 Europe/Berlin".</summary>
    public string Full(DateTime utc) => $"{Local(utc).ToString("d MMMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture)} {zone?.Id ?? "UTC"}";

    private string Said(DateTime there, string format) =>
        there.ToString(format, CultureInfo.InvariantCulture) + (zone is null && format.Contains("HH", StringComparison.Ordinal) ? " UTC" : "");

    private DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone ?? TimeZoneInfo.Utc);
}
