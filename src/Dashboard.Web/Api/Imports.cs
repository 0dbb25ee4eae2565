using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Addresses;
using Dashboard.Web.Imports;
using Dashboard.Web.Live;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api;

/// <summary>/api/runs/import: a result that was trained elsewhere as a run of its own kind.</summary>
internal static class Imports
{
    private const int MostName = 100;
    private static readonly string[] Types = ["text/csv", "text/tab-separated-values"];

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/runs/import").WithTags("Runs");
        // What it takes is said in words: an endpoint that accepts one type only leaves the answer to a request of another to others.
        group.MapPost("", Import).WithSummary("Bring in a result from a CSV file").Does(Deed.Bring).Produces<RunMessage>(201).Produces<ImportMessage>()
            .ProducesValidationProblem().ProducesProblem(413).ProducesProblem(415).ProducesProblem(503)
            .WithDescription($"The body is the file: a head line, then a line a trial or a line an epoch; commas, semicolons or tabs between, at most {RunLimits.BroughtBytes:N0} bytes and {RunLimits.BroughtRows:N0} rows. "
                + $"Query: sequence ({RunLimits.Sequences}; needed: its score and its rule of solved apply), file (its name), name, tags (commas between), preview (true: say how it is understood, save nothing). "
                + $"Which column is what is guessed from its name; {string.Join(", ", ColumnRoles.All.Words.Skip(1))} name a column that is guessed wrongly, - none. "
                + $"models: name:kind with commas between, kind {RunLimits.ShownModels}, or - to leave its rows out.");
        group.MapGet("/template", Template).WithSummary("A file to begin from").Produces<string>(200, "text/csv").ProducesValidationProblem()
            .WithDescription($"Query: sequence ({RunLimits.Sequences}) [simple].");
    }

    private static FileContentHttpResult Template(HttpRequest http)
    {
        var address = new AddressFields(http.Query);
        var task = LabTasks.Of(address.Choice("sequence", RunLimits.Sequences) ?? default);
        ProblemException.ThrowIfAny(address.Errors);
        return TypedResults.Bytes(ImportTemplate.Of(task), "text/csv; charset=utf-8", ImportTemplate.Name);
    }

    private static async Task<Results<Created<RunMessage>, Ok<ImportMessage>>> Import(HttpRequest http, LabActions lab)
    {
        var address = new AddressFields(http.Query);
        var kind = address.Choice("sequence", RunLimits.Sequences);
        if (kind is null && !address.Errors.Has("sequence")) address.Errors.Add("sequence", $"Must be {RunLimits.Sequences}.");
        var file = address.Text("file", RunLimits.NameLength) ?? "results.csv";
        var name = RunText.Name(address.Text("name", 1_000), address.Errors);
        var tags = RunText.Tags(TagText.Parse(address.Text("tags", 2_000)), address.Errors);
        var preview = address.YesNo("preview") ?? false;
        ProblemException.ThrowIfAny(address.Errors);
        var (table, problems) = CsvTable.Read(await ReadAsync(http));
        if (table is null) throw Bad(problems, 0);
        var mapping = Mapping(table, address);
        ProblemException.ThrowIfAny(address.Errors);
        var result = ImportReader.Read(table, mapping, LabTasks.Of(kind!.Value), file);
        if (preview) return TypedResults.Ok(ImportMessage.From(table, mapping, result));
        if (result.Spec is not { } spec) throw Bad(result.Problems, result.MoreProblems);
        var run = lab.Bring(spec, result.Trials, name, tags);
        return TypedResults.Created($"{http.PathBase}/api/runs/{run.Id}", RunMessage.From(run));
    }

    private static ImportMapping Mapping(CsvTable table, AddressFields address)
    {
        var mapping = ImportMapping.Guess(table);
        foreach (var word in ColumnRoles.All.Words.Skip(1))
        {
            if (address.Text(word, MostName) is not { } column || !ColumnRoles.All.TryGet(word, out var role)) continue;
            if (column == "-") mapping = mapping.Without(role, table);
            else if (table.Head.ToList().FindIndex(h => h.Equals(column.Trim(), StringComparison.OrdinalIgnoreCase)) is >= 0 and var at) mapping = mapping.With(at, role, table);
            else address.Errors.Add(word, $"The file has no such column. It has: {string.Join(", ", table.Head)}.");
        }
        foreach (var pair in address.Keys("models", ImportMapping.MostModels))
        {
            var at = pair.LastIndexOf(':');
            var (name, word) = at < 0 ? (pair, "") : (pair[..at], pair[(at + 1)..]);
            if (mapping.Models.All(m => m.Name != name)) address.Errors.Add("models", $"The file has no model of that name. It has: {string.Join(", ", mapping.Models.Select(m => m.Name).Take(20))}.");
            else if (word == "-") mapping = mapping.With(name, null);
            else if (RunLimits.ShownModels.TryGet(word, out var kind)) mapping = mapping.With(name, kind);
            else address.Errors.Add("models", $"Each must be name:kind, kind {RunLimits.ShownModels}, or - to leave it out.");
        }
        return mapping;
    }

    private static async Task<byte[]> ReadAsync(HttpRequest http)
    {
        if (!Types.Contains(http.ContentType?.Split(';')[0].Trim().ToLowerInvariant())) throw new ProblemException(415, "Send the file as Content-Type: text/csv.");
        var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await http.Body.ReadAsync(chunk, http.HttpContext.RequestAborted)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > RunLimits.BroughtBytes) throw new ProblemException(413, $"The file is too large; at most {RunLimits.BroughtBytes:N0} bytes can be brought in.");
        }
        return buffer.ToArray();
    }

    private static ProblemException Bad(IReadOnlyList<ImportProblem> problems, int more) => ProblemException.BadFields(new Dictionary<string, string[]>
    {
        ["file"] = [.. problems.Take(ImportReader.MostProblems).Select(p => p.ToString()), .. more > 0 ? [$"And {Numbers.Of(more, "more problem")}."] : Array.Empty<string>()],
    });
}

/// <summary>How a file is understood.</summary>
/// <param name="Separator">"comma", "semicolon" or "tab".</param>
/// <param name="DecimalComma">Numbers have a decimal comma.</param>
/// <param name="Columns">Its columns and what each is.</param>
/// <param name="Models">Its models and whose mark each has; null where its rows are left out.</param>
/// <param name="Rows">Lines below the head.</param>
/// <param name="RowsLeftOut">Those of models that are left out.</param>
/// <param name="Lengths">Different ones; null where there are problems.</param>
/// <param name="Seeds">Different ones.</param>
/// <param name="Trials">What it makes.</param>
/// <param name="Problems">What keeps it from being saved; empty for nothing.</param>
/// <param name="MoreProblems">Problems that are not named.</param>
public sealed record ImportMessage(
    string Separator, bool DecimalComma, IReadOnlyList<ImportColumnMessage> Columns, IReadOnlyList<ImportModelMessage> Models, int Rows, int RowsLeftOut,
    int? Lengths, int? Seeds, int? Trials, IReadOnlyList<ImportProblem> Problems, int MoreProblems)
{
    public static ImportMessage From(CsvTable table, ImportMapping mapping, ImportResult result) => new(
        table.SeparatorName, result.DecimalComma, [.. table.Head.Zip(mapping.Roles, (name, role) => new ImportColumnMessage(name, role))],
        [.. mapping.Models.Select(m => new ImportModelMessage(m.Name, m.Model))], table.Rows.Count, result.LeftOut,
        result.Spec?.Lengths.Count, result.Spec?.Seeds.Count, result.Spec?.TrialCount, result.Problems, result.MoreProblems);
}

/// <summary>A column of a file.</summary>
public sealed record ImportColumnMessage(string Name, ColumnRole Is);

/// <summary>A model of a file.</summary>
public sealed record ImportModelMessage(string Name, ModelKind? As);
