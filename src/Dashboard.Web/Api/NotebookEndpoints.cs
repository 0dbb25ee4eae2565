using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Addresses;
using Dashboard.Web.Notebooks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api;

/// <summary>/api/runs/{id}/notebook and /api/runs/{id}/trials/{index}/notebook: Python that trains it again.</summary>
internal static class NotebookEndpoints
{
    private static readonly Choices<NotebookFormat> Formats = new();

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/runs/{id}").WithTags("Export");
        Describe(group.MapGet("/notebook", OfRun), "A notebook that trains networks of a run again and compares");
        Describe(group.MapGet("/trials/{index:int}/notebook", OfTrial), "A notebook that trains one network of a run again and compares");
    }

    private static void Describe(RouteHandlerBuilder endpoint, string summary) => endpoint.WithSummary(summary)
        .WithDescription($"Query: format ({Formats}) [ipynb]. Plain PyTorch and NumPy. 409 until there are saved numbers to compare with.")
        .ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409);

    private static FileContentHttpResult OfRun(string id, HttpRequest http, RunService runs, FirstBatches batches)
    {
        var format = Asked(http);
        var run = runs.Find(id) ?? throw new RunNotFoundException(id);
        Refuse(run);
        return Send(NotebookWriter.Of(run, runs.Trials(id), batches) ?? throw new ProblemException(409, "No trial of this run has ended yet, so there is nothing to compare with."), format);
    }

    private static FileContentHttpResult OfTrial(string id, int index, HttpRequest http, RunService runs, FirstBatches batches)
    {
        var format = Asked(http);
        var run = runs.Find(id) ?? throw new RunNotFoundException(id);
        Refuse(run);
        var trials = runs.Trials(id);
        if (index < 0 || index >= trials.Count) throw new ProblemException(404, $"The run has trials 0 to {trials.Count - 1}.");
        return Send(NotebookWriter.Of(run, trials[index], batches) ?? throw new ProblemException(409, "This trial has not ended with numbers, so there is nothing to compare with."), format);
    }

    private static void Refuse(Run run)
    {
        if (run.Spec.Brought is not null) throw new ProblemException(409, "This result was brought in from a file: how it was trained is not known, so no notebook can train it again.");
    }

    private static NotebookFormat Asked(HttpRequest http)
    {
        var address = new AddressFields(http.Query);
        var format = address.Choice("format", Formats) ?? NotebookFormat.Ipynb;
        ProblemException.ThrowIfAny(address.Errors);
        return format;
    }

    private static FileContentHttpResult Send(Notebook notebook, NotebookFormat format)
    {
        var file = notebook.As(format);
        return TypedResults.Bytes(file.Content, file.ContentType, file.Name);
    }
}
