namespace Dashboard.Web.Operations;

/// <summary>Settings of section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>
    /// Where metrics and traces are sent (OTLP over gRPC), e.g. http://localhost:4317. Empty (the default): nothing is sent.
    /// </summary>
    public string? Otlp { get; set; }

    /// <summary>The address as one; null where nothing is sent.</summary>
    public Uri? Endpoint => Uri.TryCreate(Otlp, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    /// <summary>What is wrong with the settings, a sentence each.</summary>
    public IEnumerable<string> Problems()
    {
        if (!string.IsNullOrWhiteSpace(Otlp) && Endpoint is null)
            yield return $"Telemetry:Otlp is '{Otlp}'; give an http or https address, e.g. http://localhost:4317, or leave it empty to send nothing.";
    }
}
