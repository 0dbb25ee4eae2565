using System.Globalization;
using Dashboard.Engine.Experiments;

namespace Dashboard.Web.Api;

/// <summary>Reads a query string; what cannot be read is named instead of ignored.</summary>
internal sealed class QueryFields(IQueryCollection query)
{
    public FieldErrors Errors { get; } = new();

    public string? Text(string field, int length)
    {
        var text = Given(field);
        if (text?.Length > length) Errors.Add(field, $"Must be at most {length:N0} characters.");
        return text;
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

    public bool? YesNo(string field)
    {
        if (Given(field) is not { } text) return null;
        if (bool.TryParse(text, out var value)) return value;
        Errors.Add(field, "Must be true or false.");
        return null;
    }

    public T? Choice<T>(string field, Choices<T> choices) where T : struct, Enum
    {
        if (Given(field) is not { } text) return null;
        if (choices.TryGet(text, out var value)) return value;
        Errors.Add(field, $"Must be {choices}.");
        return null;
    }

    /// <summary>Several words with commas between, or the field several times.</summary>
    public IReadOnlyList<T>? Many<T>(string field, Choices<T> choices) where T : struct, Enum
    {
        var words = query[field].SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToArray();
        if (words.Length == 0) return null;
        if (words.Any(w => !choices.TryGet(w, out _))) Errors.Add(field, $"Each must be {choices}.");
        return [.. words.Select(w => choices.TryGet(w, out var value) ? value : default).Distinct()];
    }

    private string? Given(string field)
    {
        var values = query[field];
        if (values.Count > 1) Errors.Add(field, "Must be given once.");
        return values.Count == 0 || string.IsNullOrEmpty(values[0]) ? null : values[0];
    }
}
