using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Hosting;

/// <summary>What a person can mend when the server does not start, in one line.</summary>
internal static class StartFailure
{
    private const string Choose = "Choose another address with --urls=http://localhost:<port>.";

    /// <summary>The line; null for what is no person's doing.</summary>
    /// <param name="e">What ended the start.</param>
    /// <param name="settings">The settings; null where they could not even be read.</param>
    public static string? Line(Exception e, IConfiguration? settings)
    {
        // Several services may start, and fail, at once.
        if (e is AggregateException { InnerExceptions: [var first, ..] }) return Line(first, settings);
        var where = settings?["urls"] is { Length: > 0 } urls ? urls : "the address of section Kestrel, or the default";
        return e switch
        {
            OptionsValidationException => e.Message,
            InvalidDataException when settings is null => $"{e.Message.TrimEnd('.')}: {e.GetBaseException().Message} Mend the file.",
            InvalidOperationException when settings is not null && BadLogLevel(settings) is { } bad => bad,
            IOException when e.InnerException is AddressInUseException => $"{e.Message.TrimEnd('.')}. Stop what listens there, or choose another address with --urls=http://localhost:<port>.",
            SocketException { SocketErrorCode: SocketError.AccessDenied } => $"The server may not listen at {where}; ports below 1024 need a right of their own. {Choose}",
            SocketException => $"The server cannot listen at {where}: {e.Message}. {Choose}",
            FormatException or ArgumentOutOfRangeException { ParamName: "port" } => $"The server cannot listen at {where}: {(e is FormatException ? e.Message : "a port is from 0 to 65535")}. {Choose}",
            InvalidOperationException when e.Message.Contains("scheme in server address", StringComparison.Ordinal) => $"{e.Message} {Choose}",
            InvalidOperationException when e.Message.Contains("HTTPS endpoint", StringComparison.Ordinal) =>
                $"The server cannot listen at {where}: https needs a certificate. Give one with --Kestrel:Certificates:Default:Path=<file.pfx> and …:Password, or use http.",
            _ when OfCertificate(e) => $"The certificate cannot be read: {e.Message.TrimEnd('.')}. Check Kestrel:Certificates, or use http.",
            _ => null,
        };
    }

    private static bool OfCertificate(Exception e) =>
        e is System.Security.Cryptography.CryptographicException || (e is IOException or UnauthorizedAccessException && e.StackTrace?.Contains("Kestrel", StringComparison.Ordinal) == true);

    /// <summary>The log's own message has no name of a setting.</summary>
    private static string? BadLogLevel(IConfiguration settings) => settings.GetSection("Logging").AsEnumerable()
        .Where(s => s.Key.Contains("LogLevel:", StringComparison.OrdinalIgnoreCase) && s.Value is { Length: > 0 } value && !Enum.TryParse<LogLevel>(value, ignoreCase: true, out _))
        .Select(s => $"{s.Key} is '{s.Value}'; allowed are {string.Join(", ", Enum.GetNames<LogLevel>())}.").FirstOrDefault();
}
