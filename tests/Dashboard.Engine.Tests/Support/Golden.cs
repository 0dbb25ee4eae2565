using System.Text.Json;

namespace Dashboard.Engine.Tests.Support;

/// <summary>Files of numbers computed outside this code base.</summary>
internal static class Golden
{
    public static T Read<T>(string name) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name)), JsonSerializerOptions.Web)!;
}
