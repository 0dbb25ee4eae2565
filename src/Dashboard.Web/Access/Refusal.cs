namespace Dashboard.Web.Access;

/// <summary>Answers a request that is not let in, with a problem document and nothing of what it asked for.</summary>
internal static class Refusal
{
    private static readonly Dictionary<int, string> Titles = new()
    {
        [400] = "Bad Request", [401] = "Unauthorized", [403] = "Forbidden", [429] = "Too Many Requests",
    };

    public static Task WriteAsync(HttpContext http, int status, string detail)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(new { title = Titles[status], status, detail }, options: null, "application/problem+json");
    }

    /// <summary>429 and when to come back.</summary>
    public static Task TooManyAsync(HttpContext http, TimeSpan wait)
    {
        SetRetryAfter(http, wait);
        return WriteAsync(http, 429, $"Too many wrong tokens. Try again in {Seconds(wait)} s.");
    }

    public static void SetRetryAfter(HttpContext http, TimeSpan wait) => http.Response.Headers.RetryAfter = $"{Seconds(wait)}";

    public static int Seconds(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
}
