namespace Dashboard.Web.Operations;

/// <summary>Settings of section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>
    /// Where metrics and traces are sent (OTLP over gRPC), e.g. http://localhost:4317. Empty (the default): nothing is sent.
    /// </summary>
    public string? Otlp { get; set; }

    /// <summary>What is wrong with the settings, or null.</summary>
    public string? Problem() =>
        string.IsNullOrWhiteSpace(Otlp) || (Uri.TryCreate(Otlp, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") ? null
        : $"Telemetry:Otlp is '{Otlp}'; give an http or https address, e.g. http://localhost:4317, or leave it empty to send nothing.";
}
