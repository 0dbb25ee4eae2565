namespace Dashboard.Engine.Experiments;

/// <summary>Checks a <see cref="RunRequest"/>; the form and the API share it.</summary>
public static class RunRequestValidator
{
    /// <summary>Checks every field.</summary>
    /// <returns>The spec, or null and for each bad field (camelCase, as in the API) what is wrong and what is allowed.</returns>
    public static (RunSpec? Spec, IReadOnlyDictionary<string, string[]> Errors) Validate(RunRequest request) =>
        throw new NotImplementedException();
}
