using System.Text.Json;
using Dashboard.Engine.Runs;
using Dashboard.Web.Api;
using Dashboard.Web.Inside;
using Dashboard.Web.People;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Dashboard.Web.Mcp;

/// <summary>Tells an assistant what is wrong with its call, in the API's words, so that it can mend it.</summary>
internal static class ToolFailures
{
    /// <summary>The filter around every tool.</summary>
    public static McpRequestHandler<CallToolRequestParams, CallToolResult> Told(McpRequestHandler<CallToolRequestParams, CallToolResult> next) => async (request, cancellation) =>
    {
        try
        {
            return await next(request, cancellation);
        }
        catch (Exception e) when (Words(e) is not null)
        {
            return new() { IsError = true, Content = [new TextContentBlock { Text = Words(e)! }] };
        }
    };

    private static string? Words(Exception e) => e switch
    {
        ProblemException { Errors: { } errors } => string.Join('\n', errors.Select(f => $"{f.Key}: {string.Join(' ', f.Value)}")),
        ProblemException or RunNotFoundException or IllegalMoveException or QueueFullException or NotAllowedException => e.Message,
        NothingInsideException inside => $"{inside.Title}. {inside.Message}",
        StorageUnavailableException => $"The store is not available: {e.Message}",
        // An argument that is needed and not given.
        ArgumentException { ParamName: "arguments" } => e.Message.Split(" (Parameter ")[0],
        // One of a wrong type.
        JsonException => $"The arguments cannot be read: {e.Message}",
        _ => null,
    };
}
