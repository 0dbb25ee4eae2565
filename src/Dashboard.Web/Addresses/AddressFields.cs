using System.Globalization;
using Dashboard.Engine.Experiments;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Dashboard.Web.Addresses;

/// <summary>
/// Reads the query of an address, of pages and of the API alike: every number within a limit, every word one of those allowed.
/// What cannot be read is null and named in <see cref="Errors"/> instead of ignored.
/// </summary>
public sealed class AddressFields
{
    private readonly Func<string, StringValues> query;

    /// <param name="query">The query of a request.</param>
    public AddressFields(IQueryCollection query) => this.query = name => query[name];

    /// <param name="queryString">A query string, with or without its question mark.</param>
    public AddressFields(string queryString)
    {
        var parsed = QueryHelpers.ParseQuery(queryString);
        query = name => parsed.TryGetValue(name, out var values) ? values : default;
    }

    /// <summary>What could not be read, and what is allowed instead.</summary>
    public FieldErrors Errors { get; } = new();

    /// <summary>The text, or null where there is none.</summary>
    public string? Text(string field, int length)
    {
        var text = Given(field);
        if (text is null || text.Length <= length) return text;
        Errors.Add(field, $"Must be at most {length:N0} characters.");
        return null;
    }

    public long? Whole(string field, Limit limit)
    {
        if (Given(field) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && limit.Allows(value)) return value;
        Errors.Add(field, $"Must be a whole number, {limit}.");
        return null;
    }

    public double? Number(string field, Limit limit)
    {
        if (Given(field) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && limit.Allows(value)) return value;
        Errors.Add(field, $"Must be a number, {limit}.");
        return null;
    }

    /// <summary>True or false.</summary>
    public bool? YesNo(string field)
    {
        if (Given(field) is not { } text) return null;
        if (bool.TryParse(text, out var value)) return value;
        Errors.Add(field, "Must be true or false.");
        return null;
    }

    /// <summary>A switch of a page: "on" or "off".</summary>
    public bool? OnOff(string field) => Word(field, ("on", true), ("off", false));

    public T? Choice<T>(string field, Choices<T> choices) where T : struct, Enum
    {
        if (Given(field) is not { } text) return null;
        if (choices.TryGet(text, out var value)) return value;
        Errors.Add(field, $"Must be {choices}.");
        return null;
    }

    /// <summary>One of a few words that are no enum's.</summary>
    public T? Word<T>(string field, params ReadOnlySpan<(string Word, T Value)> allowed) where T : struct
    {
        if (Given(field) is not { } text) return null;
        foreach (var (word, value) in allowed)
            if (text == word) return value;
        var words = new List<string>();
        foreach (var (word, _) in allowed) words.Add(word);
        Errors.Add(field, $"Must be {string.Join(", ", words.SkipLast(1))} or {words[^1]}.");
        return null;
    }

    /// <summary>Several words with commas between, or the field several times.</summary>
    public IReadOnlyList<T>? Many<T>(string field, Choices<T> choices) where T : struct, Enum
    {
        var words = query(field).SelectMany(Split).ToArray();
        if (words.Length == 0) return null;
        if (words.Any(w => !choices.TryGet(w, out _))) Errors.Add(field, $"Each must be {choices}.");
        return [.. words.Select(w => choices.TryGet(w, out var value) ? value : default).Distinct()];
    }

    /// <summary>Ids or keys with commas between, each once, in their order; the first <paramref name="most"/> where there are more.</summary>
    public IReadOnlyList<string> Keys(string field, int most)
    {
        var keys = Split(Given(field)).Distinct().ToArray();
        if (keys.Length <= most) return keys;
        Errors.Add(field, $"Must name at most {most:N0}; it names {keys.Length:N0}.");
        return keys[..most];
    }

    /// <summary>Whether the address has the field at all.</summary>
    public bool Has(string field) => !StringValues.IsNullOrEmpty(query(field));

    private static string[] Split(string? list) => (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private string? Given(string field)
    {
        var values = query(field);
        if (values.Count > 1) Errors.Add(field, "Must be given once.");
        return values.Count == 0 || string.IsNullOrEmpty(values[0]) ? null : values[0];
    }
}
