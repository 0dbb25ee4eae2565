using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Tests.Support;

/// <summary>A record's fields, one changed at a time, found by reflection: a field added later is covered by itself.</summary>
internal static class RecordFields
{
    private static readonly JsonSerializerOptions Everything =
        new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Copies of a record that differ from it in one field each, those of records within it included.</summary>
    /// <param name="record">Best without nulls: only what is there can be changed from within.</param>
    /// <param name="except">Paths left alone, such as "Charts.Chosen".</param>
    public static IEnumerable<(string Path, T Changed)> Changes<T>(T record, params IReadOnlyList<string> except) where T : notnull =>
        Alternatives(record, typeof(T), "", except).Select(c => (c.Path, (T)c.Value!));

    /// <summary>All that a record holds, as text: equal where every field is, lists by their elements.</summary>
    public static string Text<T>(T record) => JsonSerializer.Serialize(record, Everything);

    /// <summary>A copy with lists of its own, and everything in it equal.</summary>
    public static T Copy<T>(T record) where T : notnull => (T)CopyOf(record)!;

    /// <summary>Whether a type is a record (class or struct).</summary>
    public static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    private static IEnumerable<(string Path, object? Value)> Alternatives(
        object? value, Type type, string path, IReadOnlyList<string> except)
    {
        if (except.Contains(path)) yield break;
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null) throw new InvalidOperationException($"{path} is null in the sample; give it a value.");
        if (inner != type) yield return (path, null);
        if (value is TaskShape shape)
        {
            // It has no copy with a field changed: it is checked when it is made.
            yield return (path + ".Inputs", new TaskShape(shape.Inputs + 1, shape.Outputs, shape.Loss, shape.ReadOut));
            yield return (path + ".Outputs", new TaskShape(shape.Inputs, shape.Outputs + 1, shape.Loss, shape.ReadOut));
            var loss = (LossKind)Other(shape.Loss, typeof(LossKind), path);
            yield return (path + ".Loss", new TaskShape(shape.Inputs, shape.Outputs, loss, shape.ReadOut));
            var readOut = (ReadOut)Other(shape.ReadOut, typeof(ReadOut), path);
            yield return (path + ".ReadOut", new TaskShape(shape.Inputs, shape.Outputs, shape.Loss, readOut));
            yield break;
        }
        if (IsRecord(inner))
        {
            foreach (var property in Settable(inner))
            {
                var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
                foreach (var (below, other) in Alternatives(property.GetValue(value), property.PropertyType, name, except))
                    yield return (below, With(value, property, other));
            }
            yield break;
        }
        if (value is IList list)
        {
            var element = type.IsArray ? type.GetElementType()! : type.GetGenericArguments()[0];
            object?[] items = [.. list.Cast<object?>()];
            yield return (path, List(element, items[..^1]));
            foreach (var (below, other) in Alternatives(items[^1], element, path + "[]", except))
                yield return (below, List(element, [.. items[..^1], other]));
            yield break;
        }
        yield return (path, Other(value, inner, path));
    }

    private static object Other(object value, Type type, string path) => value switch
    {
        bool b => !b,
        int i => i + 1,
        long l => l + 1,
        float f => f / 2,
        double d => d / 2,
        string s => s + "x",
        DateTime t => t.AddTicks(1),
        TimeSpan t => t + t,
        Enum => Enum.GetValues(type) is var all ? all.GetValue((Array.IndexOf(all, value) + 1) % all.Length)! : value,
        _ => throw new NotSupportedException($"{path} is a {type.Name}: say here how one differs."),
    };

    private static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties().Where(p => p.SetMethod is { IsPublic: true });

    private static object With(object record, PropertyInfo property, object? value)
    {
        var copy = Shallow(record);
        property.SetValue(copy, value);
        return copy;
    }

    private static object Shallow(object record) => record.GetType() is { IsValueType: false } type
        ? type.GetMethod("<Clone>$")!.Invoke(record, null)!
        : RuntimeHelpers.GetObjectValue(record);

    private static object? CopyOf(object? value)
    {
        if (value is IList list) return List(ElementOf(value.GetType()), [.. list.Cast<object?>().Select(CopyOf)]);
        if (value is null || !IsRecord(value.GetType())) return value;
        var copy = Shallow(value);
        foreach (var property in Settable(value.GetType())) property.SetValue(copy, CopyOf(property.GetValue(value)));
        return copy;
    }

    private static Type ElementOf(Type list) =>
        list.GetInterfaces().First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];

    private static Array List(Type element, object?[] items)
    {
        var array = Array.CreateInstance(element, items.Length);
        items.CopyTo(array, 0);
        return array;
    }
}
