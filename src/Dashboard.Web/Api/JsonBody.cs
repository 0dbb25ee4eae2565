using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Dashboard.Engine.Experiments;

namespace Dashboard.Web.Api;

/// <summary>
/// Reads a JSON body field by field, so that every wrong type and unknown field is named at once instead of failing at the first.
/// </summary>
internal static class JsonBody
{
    /// <summary>Most bytes of a body; the largest sensible request is a tenth of it.</summary>
    public const int MaxBytes = 1 << 20;

    private const int MaxDepth = 8;
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { NumberHandling = default, MaxDepth = MaxDepth };
    private static readonly ConcurrentDictionary<Type, Dictionary<string, PropertyInfo>> Fields = [];

    /// <summary>The body as a <typeparamref name="T"/> whose properties can all be null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="errors">Gets a message for each field of a wrong type (it stays null) and each unknown one.</param>
    /// <exception cref="ProblemException">No JSON object: 400; too large: 413; another content type: 415.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, FieldErrors errors) where T : new()
    {
        using var document = await ParseAsync(request);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw ProblemException.BadField("body", "Must be a JSON object.");
        return (T)Read(document.RootElement, typeof(T), "", errors);
    }

    /// <summary>The same of an object that is read already.</summary>
    public static T Read<T>(JsonElement element, FieldErrors errors) where T : new() => (T)Read(element, typeof(T), "", errors);

    /// <param name="element">An object.</param>
    /// <param name="type">What it is read as; properties that are such objects themselves are read in the same way.</param>
    /// <param name="path">Before the names of its fields: "map." or empty.</param>
    /// <param name="errors">As in <see cref="ReadAsync"/>.</param>
    private static object Read(JsonElement element, Type type, string path, FieldErrors errors)
    {
        var fields = Fields.GetOrAdd(type, t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite)
            .ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)));
        var value = Activator.CreateInstance(type)!;
        var seen = new HashSet<string>();
        foreach (var property in element.EnumerateObject())
        {
            var name = NameOf(property);
            if (!seen.Add(name))
            {
                errors.Add(path + Short(name), "Is given more than once.");
                continue;
            }
            if (!fields.TryGetValue(name, out var field))
            {
                errors.Add(path + Short(name), $"There is no such field. There are: {string.Join(", ", fields.Keys)}.");
                continue;
            }
            if (IsObject(field.PropertyType))
            {
                if (property.Value.ValueKind == JsonValueKind.Object) field.SetValue(value, Read(property.Value, field.PropertyType, $"{path}{name}.", errors));
                else if (property.Value.ValueKind != JsonValueKind.Null) errors.Add(path + name, "Must be an object.");
                continue;
            }
            try
            {
                field.SetValue(value, property.Value.Deserialize(field.PropertyType, Options));
            }
            catch (JsonException)
            {
                errors.Add(path + name, $"Must be {Name(field.PropertyType)}.");
            }
        }
        return value;
    }

    private static bool IsObject(Type type) => type.IsClass && type != typeof(string) && type.GetConstructor([]) is not null;

    private static async Task<JsonDocument> ParseAsync(HttpRequest request)
    {
        var body = await ReadBytesAsync(request);
        if (body.Length == 0) throw ProblemException.BadField("body", "Must be a JSON object; it is empty. {} takes every default.");
        // Browsers send other types across sites without asking first.
        if (!request.HasJsonContentType()) throw new ProblemException(415, "Send the body as Content-Type: application/json.");
        try
        {
            var document = JsonDocument.Parse(body, new() { MaxDepth = MaxDepth });
            return document;
        }
        catch (JsonException e)
        {
            throw ProblemException.BadField("body", $"Is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}) or nests deeper than {MaxDepth}.");
        }
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is valid JSON, but no text to look a field up by.
            throw ProblemException.BadField("body", "Has a field whose name is broken Unicode.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpRequest request)
    {
        var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MaxBytes) throw new ProblemException(413, $"The body is too large; at most {MaxBytes:N0} bytes are read.");
        }
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static string Name(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return $"a list of {Name(type.GetGenericArguments()[0]).Split(' ', 2)[^1]}s";
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) ? "a text" : type == typeof(bool) ? "true or false" : type == typeof(double) ? "a number" : "a whole number";
    }

    private static string Short(string name) => name.Length <= 60 ? name : name[..60] + "…";
}
