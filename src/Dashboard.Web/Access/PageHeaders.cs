using Dashboard.Web.Sharing;

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
            var mayFrame = http.Features.Get<OutsidePage>() is { MayFrame: true };
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = Policy + (mayFrame ? "*" : "'none'");
            if (!mayFrame) headers.XFrameOptions = "DENY";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            return Task.CompletedTask;
        }, http);
        return next(http);
    }
}
