namespace Dashboard.Engine.Experiments;

/// <summary>Changes to what people said of a run; null leaves a field as it is.</summary>
public sealed record RunEdit
{
    public string? Name { get; init; }
    public string? Notes { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The same with white space trimmed; errors where a text is not allowed.</summary>
    public RunEdit Checked(FieldErrors errors)
    {
        var name = RunText.Name(Name, errors);
        if (name is "") errors.Add("name", "Must not be empty.");
        return new() { Name = name, Notes = RunText.Notes(Notes, errors), Tags = RunText.Tags(Tags, errors) };
    }
}
