using System.ComponentModel;
using System.Text.Json;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Api;
using Dashboard.Web.Live;
using Dashboard.Web.People;
using ModelContextProtocol.Server;

namespace Dashboard.Web.Mcp;

/// <summary>What changes something: launching and cancelling.</summary>
internal sealed class ChangeTools(RunService runs, IHttpContextAccessor requests)
{
    // Of the request the call came with, which knows who sent it: a tool may change what that person may.
    private LabActions Lab => requests.HttpContext?.RequestServices.GetRequiredService<LabActions>() ?? throw new NotAllowedException("The call came with no request.");

    [McpServerTool(Name = "launch_run", Title = "Launch a run", ReadOnly = false, Destructive = false, Idempotent = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Trains a run: it waits in the queue, trains on the lab's machines, and can be watched with read_run. Needs a token that may launch. Try it with dryRun first: it says how many trials it makes and about how long they take.")]
    public LaunchMessage LaunchRun(
        [Description("What to train.")] JsonElement run,
        [Description("Check it and say what it would train, without launching.")] bool dryRun = false)
    {
        var errors = new FieldErrors();
        if (run.ValueKind != JsonValueKind.Object) throw ProblemException.BadField("run", "Must be an object.");
        var request = JsonBody.Read<RunRequest>(run, errors);
        if (dryRun)
        {
            var spec = Api.Runs.Checked(request, errors);
            return new(false, spec.TrialCount, runs.EstimateSeconds(spec), null, RunRequest.From(spec));
        }
        var launched = Api.Runs.Launched(request, errors, Lab);
        return new(true, launched.TrialsTotal, runs.EstimateSeconds(launched.Spec), RunMessage.From(launched), null);
    }

    [McpServerTool(Name = "cancel_run", Title = "Cancel a run", ReadOnly = false, Destructive = true, Idempotent = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Ends a run that waits, trains, is paused or interrupted; what is finished stays and it can be resumed on its page. Needs a token that may: a member's for their own runs, an admin's for all.")]
    public RunMessage CancelRun([Description("The run's id.")] string id) => RunMessage.From(Lab.Cancel(Query.Id(id)));
}
