namespace Dashboard.Web.Access;

/// <summary>
/// What every answer tells the browser: run and load nothing from elsewhere, show it in no frame, tell nobody where the
/// visitor came from. Styles may be inline because MudBlazor and ApexCharts write them; scripts may not.
/// </summary>
internal sealed class PageHeaders(RequestDelegate next)
{
    private const string Policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors ";

    public Task InvokeAsync(HttpContext http)
    {
        // Last of all: Blazor writes a policy of its own for its pages.
        http.Response.OnStarting(static state =>
        {
            var http = (HttpContext)state;
            var mayFrame = http.Features.Get<MayFrame>() is not null;
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = Policy + (mayFrame ? "*" : "'none'");
            if (!mayFrame) headers.XFrameOptions = "DENY";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            return Task.CompletedTask;
        }, http);
        return next(http);
    }

    /// <summary>Lets other sites show this answer in a frame.</summary>
    public static void AllowFraming(HttpContext http) => http.Features.Set(new MayFrame());

    private sealed class MayFrame;
}
