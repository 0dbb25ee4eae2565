using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Cluster.Contracts;

namespace Dashboard.Cluster.Connecting;

/// <summary>All a worker needs to reach its lab, as one word to paste: address, name, credential, and the certificate to expect.</summary>
/// <param name="Url">Address of the broker: tls://… or, on one machine, nats://….</param>
/// <param name="Worker">Its name, which is the broker's user too.</param>
/// <param name="Seed">Its secret key (an nkey's seed); null where it has a password.</param>
/// <param name="Password">Its password; null where it has a key.</param>
/// <param name="Pin">SHA-256 of the broker's certificate, hex; null where this machine's own authorities vouch for it.</param>
public sealed record JoinCode(
    [property: JsonPropertyName("u")] string Url, [property: JsonPropertyName("w")] string Worker, [property: JsonPropertyName("s")] string? Seed = null,
    [property: JsonPropertyName("k")] string? Password = null, [property: JsonPropertyName("p")] string? Pin = null)
{
    private const string Sign = "lab1.";
    private const int Longest = 2_000;

    /// <summary>The word.</summary>
    public string Write() => Sign + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, JoinContext.Default.JoinCode));

    /// <summary>Reads a word; null where it is none.</summary>
    public static JoinCode? Read(string text)
    {
        text = text.Trim();
        if (text.Length > Longest || !text.StartsWith(Sign, StringComparison.Ordinal)) return null;
        try
        {
            var code = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(text.AsSpan(Sign.Length)), JoinContext.Default.JoinCode);
            return code is { Url.Length: > 0 } && ClusterLimits.IsName(code.Worker) && (code.Seed is null) != (code.Password is null) ? code : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or DecoderFallbackException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JoinCode))]
internal sealed partial class JoinContext : JsonSerializerContext;
