using Dashboard.Engine.Experiments;
using Dashboard.Web.Operations;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api;

/// <summary>/api/workers: other machines that train, and their credentials.</summary>
internal static class Workers
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/workers").WithTags("Workers");
        group.MapGet("", (IMachines machines, LabActions lab) => TypedResults.Ok(new WorkersMessage(machines.View, lab.Machines))).WithSummary("All machines that train, and the credentials that were made");
        group.MapPost("", Add).Does(Deed.AddMachine).Accepts<WorkerRequest>("application/json").ProducesValidationProblem().ProducesProblem(409)
            .WithSummary("Make a credential for a machine; the answer alone has its secret").WithDescription("The command in the answer, run on the machine, joins it.");
        group.MapDelete("/{name}", Revoke).Does(Deed.RevokeMachine).ProducesProblem(404).WithSummary("Revoke a machine's credential: it is cut off, and what it held goes to others");
        group.MapPost("/{name}/leave", (string name, IMachines machines, LabActions lab) => Tell(name, machines, () => lab.LetMachineLeave(name, true))).Does(Deed.SteerMachine).ProducesProblem(404)
            .WithSummary("Have a machine finish what it trains, take no more and end");
        group.MapPost("/{name}/stay", (string name, IMachines machines, LabActions lab) => Tell(name, machines, () => lab.LetMachineLeave(name, false))).Does(Deed.SteerMachine).ProducesProblem(404)
            .WithSummary("Have a machine that was to leave stay");
        group.MapPost("/{name}/forget", (string name, IMachines machines, LabActions lab) => Tell(name, machines, () => lab.ForgetMachine(name))).Does(Deed.SteerMachine).ProducesProblem(404)
            .WithSummary("Take a machine that is lost or refused off the list");
    }

    private static async Task<Created<MadeWorkerMessage>> Add(HttpRequest http, LabActions lab)
    {
        var errors = new FieldErrors();
        var request = await JsonBody.ReadAsync<WorkerRequest>(http, errors);
        ProblemException.ThrowIfAny(errors);
        if (lab.NoMachines is { } none) throw new ProblemException(409, none);
        var (made, word, problem) = lab.AddMachine(request.Name);
        if (made is null) throw ProblemException.BadField("name", problem!);
        // It is the only time its secret is told: nothing on the way is to keep it.
        http.HttpContext.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"{http.PathBase}/api/workers/{made.Name}", new MadeWorkerMessage(made, word!, JoinCommand.Of(word!)));
    }

    private static NoContent Revoke(string name, LabActions lab) =>
        lab.RevokeMachine(name) ? TypedResults.NoContent() : throw new ProblemException(404, "There is no credential of that name.");

    private static Accepted Tell(string name, IMachines machines, Action tell)
    {
        if (machines.View.Nodes.All(n => n.Name != name)) throw new ProblemException(404, "There is no machine of that name.");
        tell();
        return TypedResults.Accepted((string?)null);
    }
}

/// <summary>A machine to add.</summary>
public sealed record WorkerRequest
{
    /// <summary>Lower-case letters, digits and hyphens; the next free lab-N where left out.</summary>
    public string? Name { get; init; }
}

/// <summary>All machines, and the credentials that were made.</summary>
public sealed record WorkersMessage(ClusterView Cluster, IReadOnlyList<WorkerCredential> Credentials);

/// <summary>A new credential.</summary>
/// <param name="Worker">Whose it is.</param>
/// <param name="Word">Its secret; not shown again.</param>
/// <param name="Command">What is run on the machine.</param>
public sealed record MadeWorkerMessage(WorkerCredential Worker, string Word, string Command);
