using System.IO.Compression;

namespace Dashboard.Web.Inside;

/// <summary>An answer that is a recording, compressed as it is kept where the caller takes that.</summary>
/// <param name="bytes">The recording, compressed with gzip.</param>
internal sealed class RecordingResult(byte[] bytes) : IResult
{
    /// <summary>The answer with what is read, or 409 with why there is nothing.</summary>
    /// <param name="read">Reads the recording.</param>
    public static async Task<IResult> OfAsync(Func<Task<byte[]>> read)
    {
        try
        {
            return new RecordingResult(await read());
        }
        catch (NothingInsideException e)
        {
            return Problem(e);
        }
        catch (OperationCanceledException)
        {
            return TypedResults.Empty; // Nobody is left to be answered.
        }
    }

    /// <summary>409: why there is nothing, and the ways on.</summary>
    public static IResult Problem(NothingInsideException e) =>
        TypedResults.Problem(e.Message, title: e.Title, statusCode: 409, extensions: new Dictionary<string, object?> { ["state"] = e.State, ["ways"] = e.Ways });

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext http)
    {
        http.Response.ContentType = "application/octet-stream";
        http.Response.Headers.Vary = "Accept-Encoding";
        if (http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.ContentEncoding = "gzip";
            http.Response.ContentLength = bytes.Length;
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
            return;
        }
        await using var plain = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        await plain.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
