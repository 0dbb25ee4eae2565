using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dashboard.Cluster.Contracts;

/// <summary>Messages as bytes: JSON without names of types, each read as the one type its subject stands for, and bounded.</summary>
public static class Wire
{
    /// <summary>A message as bytes.</summary>
    public static byte[] Write<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, Of<T>());

    /// <summary>Bytes as a message.</summary>
    /// <returns>The message, or null and what is wrong with it.</returns>
    public static (T? Message, string? Problem) Read<T>(byte[]? bytes) where T : class, IChecked
    {
        if (bytes is not { Length: > 0 and <= ClusterLimits.MessageBytes }) return (null, $"{bytes?.Length ?? 0} bytes");
        try
        {
            if (JsonSerializer.Deserialize(bytes, Of<T>()) is not { } message) return (null, "null");
            return message.Problem() is { } problem ? (null, problem) : (message, null);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            return (null, "not JSON of this kind");
        }
    }

    private static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)WireContext.Default.GetTypeInfo(typeof(T))!;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = ClusterLimits.Depth, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Hello)), JsonSerializable(typeof(Welcome)), JsonSerializable(typeof(Ask)), JsonSerializable(typeof(Work))]
[JsonSerializable(typeof(Beat)), JsonSerializable(typeof(EpochsOf)), JsonSerializable(typeof(ResultOf)), JsonSerializable(typeof(Claim))]
[JsonSerializable(typeof(Bye)), JsonSerializable(typeof(Orders))]
internal sealed partial class WireContext : JsonSerializerContext;
