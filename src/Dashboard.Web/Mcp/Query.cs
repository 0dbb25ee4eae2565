using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Addresses;
using Dashboard.Web.Api;

namespace Dashboard.Web.Mcp;

/// <summary>A tool's arguments as the query the API reads: one reading, one set of limits and messages.</summary>
internal sealed class Query
{
    private readonly List<KeyValuePair<string, string?>> fields = [];

    /// <summary>Adds one that is given.</summary>
    public Query With(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) fields.Add(new(name, value));
        return this;
    }

    /// <summary>What reads them.</summary>
    public AddressFields Fields() => new(QueryString.Create(fields).ToString());

    /// <summary>A number within a limit as text.</summary>
    /// <exception cref="ProblemException">It is outside.</exception>
    public static string Whole(string name, int value, Limit limit) =>
        limit.Allows(value) ? value.ToString(System.Globalization.CultureInfo.InvariantCulture) : throw ProblemException.BadField(name, $"Must be {limit}.");

    /// <summary>An id that can be one.</summary>
    /// <exception cref="RunNotFoundException">It cannot.</exception>
    public static string Id(string id) => ProblemFilter.IsId(id) ? id : throw new RunNotFoundException(id.Length <= 40 ? id : id[..40] + "…");
}
