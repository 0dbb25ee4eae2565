using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;
using Dashboard.Engine.Runs;
using Dashboard.Web.Api;
using Microsoft.Extensions.AI;

namespace Dashboard.Web.Mcp;

/// <summary>
/// What tools' schemas say beyond types: of an answer's fields, the words that stand beside them in the code (from the
/// assemblies' documentation files); of a launch's fields, what the API document says.
/// </summary>
internal static class SchemaWords
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, string>> Documents = [];

    /// <summary>Describes one node of a schema.</summary>
    public static JsonNode Describe(AIJsonSchemaCreateContext context, JsonNode node)
    {
        // Written by converters of the lab's own, of which the exporter knows nothing.
        var schema = (Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type) is var type && (type == typeof(double) || type == typeof(float))
            ? new JsonObject { ["type"] = new JsonArray("number", "null") } : node;
        if (schema is JsonObject described && !described.ContainsKey("description") && context.PropertyInfo is { } property && Of(property) is { Length: > 0 } words)
            described["description"] = words;
        return schema;
    }

    /// <summary>What launch_run takes.</summary>
    public static JsonElement Launch(JsonSerializerOptions json)
    {
        var request = JsonNode.Parse(AIJsonUtilities.CreateJsonSchema(typeof(RunRequest), serializerOptions: json, inferenceOptions: new() { TransformSchemaNode = Describe }).GetRawText())!.AsObject();
        request.Remove("$schema");
        request["description"] = "What to train. Every field is optional: what is left out is taken from the task's preset.";
        request["additionalProperties"] = false;
        foreach (var (name, field) in request["properties"]!.AsObject())
            if (ApiDocument.Of(typeof(RunRequest), name) is { } allowed) field!["description"] = allowed;
        return JsonSerializer.SerializeToElement(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["run"] = request,
                ["dryRun"] = new JsonObject { ["type"] = "boolean", ["default"] = false, ["description"] = "Check it and say what it would train and how long that takes, without launching." },
            },
            ["required"] = new JsonArray("run"),
        });
    }

    private static string? Of(JsonPropertyInfo property)
    {
        var declared = property.AttributeProvider as MemberInfo;
        if (declared?.DeclaringType is not { } type) return null;
        var words = Documents.GetOrAdd(type.Assembly, Read);
        var name = (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');
        return words.GetValueOrDefault($"P:{name}.{declared.Name}") ?? words.GetValueOrDefault($"T:{name}/{declared.Name}");
    }

    // A record's fields are told as parameters of its type.
    private static IReadOnlyDictionary<string, string> Read(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        var words = new Dictionary<string, string>();
        if (!File.Exists(file)) return words;
        foreach (var member in XDocument.Load(file).Descendants("member"))
        {
            if (member.Attribute("name")?.Value is not { } name) continue;
            if (name.StartsWith("P:", StringComparison.Ordinal) && member.Element("summary") is { } summary) words[name] = Text(summary);
            else if (name.StartsWith("T:", StringComparison.Ordinal))
                foreach (var param in member.Elements("param")) words[$"{name}/{param.Attribute("name")!.Value}"] = Text(param);
        }
        return words;
    }

    private static string Text(XElement element)
    {
        foreach (var see in element.Descendants().Where(e => e.Name.LocalName is "see" or "paramref").ToArray())
            see.ReplaceWith((see.Attribute("cref") ?? see.Attribute("name") ?? see.Attribute("langword"))?.Value.Split('.', ':')[^1] ?? "");
        return string.Join(' ', element.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
