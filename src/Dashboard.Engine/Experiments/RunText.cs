namespace Dashboard.Engine.Experiments;

/// <summary>Checks what people write on a run: name, notes and tags. Null is "not given" and always fine.</summary>
public static class RunText
{
    /// <summary>The name without white space at its ends.</summary>
    public static string? Name(string? name, FieldErrors errors)
    {
        Check("name", name = name?.Trim(), RunLimits.NameLength, lines: false, errors);
        return name;
    }

    /// <summary>The notes as they are; line breaks and tabs are fine.</summary>
    public static string? Notes(string? notes, FieldErrors errors)
    {
        Check("notes", notes, RunLimits.NotesLength, lines: true, errors);
        return notes;
    }

    /// <summary>The tags without white space at their ends, repeated ones once whatever their case.</summary>
    public static IReadOnlyList<string>? Tags(IReadOnlyList<string>? tags, FieldErrors errors)
    {
        if (tags is null) return null;
        var trimmed = tags.Select(t => t?.Trim() ?? "").Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (trimmed.Length > RunLimits.Tags) errors.Add("tags", $"Must be at most {RunLimits.Tags} tags; there are {trimmed.Length:N0}.");
        if (trimmed.Contains("")) errors.Add("tags", "A tag must not be empty.");
        foreach (var tag in trimmed) Check("tags", tag, RunLimits.TagLength, lines: false, errors);
        return trimmed;
    }

    private static void Check(string field, string? text, int length, bool lines, FieldErrors errors)
    {
        if (text is null) return;
        if (text.Length > length) errors.Add(field, $"Must be at most {length:N0} characters.");
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i)) i++;
            else if (char.IsSurrogate(text[i]) || (char.IsControl(text[i]) && !(lines && text[i] is '\n' or '\r' or '\t')))
            {
                errors.Add(field, "Must not contain control characters or broken Unicode.");
                return;
            }
        }
    }
}
