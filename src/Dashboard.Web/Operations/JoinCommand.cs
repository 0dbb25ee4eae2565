namespace Dashboard.Web.Operations;

/// <summary>The one command that joins a machine.</summary>
public static class JoinCommand
{
    /// <summary>The command for a word.</summary>
    public static string Of(string word) => $"dotnet Dashboard.Worker.dll --join={word}";
}
