using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Web.Live;

/// <summary>How the hub and the HTTP API write JSON: camelCase, enums as words, numbers that are not finite as null.</summary>
public static class Wire
{
    /// <summary>Sets <paramref name="options"/> up.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        // The web's default reads numbers from text too, which bodies do not allow and the API's document would have to promise.
        options.NumberHandling = JsonNumberHandling.Strict;
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new FiniteDouble());
        options.Converters.Add(new FiniteSingle());
    }

    private sealed class FiniteDouble : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }

    private sealed class FiniteSingle : JsonConverter<float>
    {
        public override float Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetSingle();

        public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options)
        {
            if (float.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }
}
