using Dashboard.Web.Addresses;
using Dashboard.Web.Inside;
using Dashboard.Web.Live;
using Dashboard.Web.People;

namespace Dashboard.Web.Api;

/// <summary>/api/runs/{id}/inside: a length and seed of a run trained again with everything kept.</summary>
internal static class InsideEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/runs/{id}/inside").WithTags("Inside");
        const string Query = "Query: length, seed: of the run; without them one is chosen.";
        group.MapGet("", Recording).WithSummary("Weights of every epoch and what each network does with the validation set").ProducesProblem(404).ProducesProblem(409)
            .WithDescription($"{Query} Trains again where nobody asked before; a caller that goes away ends that. The answer is one block: 4 bytes with the length of a JSON head, the head, then the arrays it names by type, offset and length.");
        group.MapGet("/outline", Outline).WithSummary("The same without networks: sequences, targets and the saved curves").WithDescription(Query).ProducesProblem(404).ProducesProblem(409);
        group.MapPost("/train", Train).WithSummary("Train a length and seed anew, as a run of its own").Does(Deed.Launch).Produces<RunMessage>(201)
            .WithDescription($"{Query} For networks that another processor or version trained, or that were never trained.").ProducesProblem(404).ProducesProblem(409).ProducesProblem(429).ProducesProblem(503);
        group.MapGet("/progress", Progress).WithSummary("How far the recording is that somebody waits for").ProducesProblem(404);
    }

    private static Task<IResult> Recording(string id, HttpContext http, RecordingShelf shelf)
    {
        var asked = Asked(http);
        return RecordingResult.OfAsync(() => shelf.GetAsync(id, asked, http.RequestAborted));
    }

    private static Task<IResult> Outline(string id, HttpContext http, RecordingShelf shelf)
    {
        var asked = Asked(http);
        return RecordingResult.OfAsync(() => Task.FromResult(shelf.Outline(id, asked)));
    }

    private static IResult Train(string id, HttpContext http, LabActions lab)
    {
        var asked = Asked(http);
        try
        {
            var run = lab.TrainAnew(id, asked);
            return TypedResults.Created($"{http.Request.PathBase}/api/runs/{run.Id}", RunMessage.From(run));
        }
        catch (NothingInsideException e)
        {
            return RecordingResult.Problem(e);
        }
    }

    private static RecordingProgress Progress(string id, HttpContext http, RecordingShelf shelf) => shelf.Progress(id, Asked(http));

    private static InsideAsked Asked(HttpContext http)
    {
        var query = new AddressFields(http.Request.Query);
        var asked = InsideAsked.Read(query);
        ProblemException.ThrowIfAny(query.Errors);
        return asked;
    }
}
