namespace Dashboard.Engine.Experiments;

/// <summary>Collects, for each bad field, what is wrong and what is allowed.</summary>
public sealed class FieldErrors
{
    private readonly Dictionary<string, List<string>> errors = [];

    public bool Any => errors.Count > 0;

    /// <summary>Field (camelCase, as in the API) → messages.</summary>
    public IReadOnlyDictionary<string, string[]> ByField => errors.ToDictionary(e => e.Key, e => e.Value.ToArray());

    public bool Has(string field) => errors.ContainsKey(field);

    public void Add(string field, string message)
    {
        if (!errors.TryGetValue(field, out var messages)) errors.Add(field, messages = []);
        if (!messages.Contains(message)) messages.Add(message);
    }

    /// <summary>Adds the messages of fields that have none yet: a value that could not be read was checked as missing.</summary>
    public void AddMissing(IReadOnlyDictionary<string, string[]> more)
    {
        foreach (var (field, messages) in more.Where(m => !Has(m.Key)).ToArray())
            foreach (var message in messages) Add(field, message);
    }

    /// <summary>The value, or the default where it is missing; an error where it is outside the limit.</summary>
    public int Number(string field, int? value, Limit limit, int otherwise)
    {
        if (value is { } given && !limit.Allows(given)) Add(field, $"Must be {limit}.");
        return value ?? otherwise;
    }

    /// <inheritdoc cref="Number(string, int?, Limit, int)"/>
    public long Number(string field, long? value, Limit limit, long otherwise)
    {
        if (value is { } given && !limit.Allows(given)) Add(field, $"Must be {limit}.");
        return value ?? otherwise;
    }

    /// <inheritdoc cref="Number(string, int?, Limit, int)"/>
    public double Number(string field, double? value, Limit limit, double otherwise) => Number(field, value, limit) ?? otherwise;

    /// <summary>The value, an error where it is outside the limit; missing stays missing.</summary>
    public double? Number(string field, double? value, Limit limit)
    {
        if (value is { } given && !limit.Allows(given)) Add(field, $"Must be {limit}.");
        return value;
    }

    /// <summary>The value a word stands for, or the default where it is missing.</summary>
    public T Choice<T>(string field, string? word, Choices<T> choices, T otherwise = default) where T : struct, Enum
    {
        if (word is null) return otherwise;
        if (choices.TryGet(word, out var value)) return value;
        Add(field, $"Must be {choices}.");
        return otherwise;
    }

    /// <summary>The list, or the default where it is missing; an error where its count, an element or a repetition is not allowed.</summary>
    public IReadOnlyList<T> List<T>(string field, IReadOnlyList<T>? list, Limit count, IReadOnlyList<T> otherwise, Func<T, string?> problem)
        where T : notnull
    {
        if (list is null) return otherwise;
        if (!count.Allows(list.Count)) Add(field, $"Must have {count} entries; it has {list.Count:N0}.");
        // The first few are enough to mend the list.
        foreach (var message in list.Select(problem).OfType<string>().Distinct().Take(3)) Add(field, message);
        var twice = list.GroupBy(v => v).Where(g => g.Count() > 1).Select(g => $"{g.Key}").Take(3).ToArray();
        if (twice.Length > 0) Add(field, $"Must not repeat entries: {string.Join(", ", twice)}.");
        return list;
    }
}
