using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Shared;

/// <summary>Times as the visitor's clock reads them; one a circuit.</summary>
public sealed class ViewerClock(TimeProvider time, NavigationManager navigation)
{
    /// <summary>The visitor's distance from UTC; the server's own until the browser was asked.</summary>
    public TimeSpan Offset { get; set; } = time.LocalTimeZone.GetUtcOffset(time.GetUtcNow());

    /// <summary>The page's address without its origin, for links to a place on it.</summary>
    public string PathAndQuery => new Uri(navigation.Uri).PathAndQuery;

    /// <summary>Now, UTC.</summary>
    public DateTime UtcNow => time.GetUtcNow().UtcDateTime;

    /// <summary>"Today 09:36", "Yesterday 17:20", "21 Nov 18:22", "21 Nov 2024".</summary>
    public string Day(DateTime utc)
    {
        var (there, now) = (utc + Offset, UtcNow + Offset);
        var format = (now.Date - there.Date).Days switch
        {
            0 => "'Today' HH:mm",
            1 => "'Yesterday' HH:mm",
            _ when now.Year == there.Year => "d MMM HH:mm",
            _ => "d MMM yyyy",
        };
        return there.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>"09:41:06".</summary>
    public string Clock(DateTime utc) => (utc + Offset).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
