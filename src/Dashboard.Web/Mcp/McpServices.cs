using System.Reflection;
using System.Text.Json;
using Dashboard.Web.Live;
using Microsoft.AspNetCore.Mvc;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Dashboard.Web.Mcp;

/// <summary>The lab for assistants: a server of the Model Context Protocol at /mcp.</summary>
public static class McpServices
{
    /// <summary>Where it is.</summary>
    public const string Path = "/mcp";

    // The largest sensible request, a launch with every list full, is a hundredth of it.
    private const int MostBytes = 1 << 20;

    private const string Instructions =
        "A lab that trains small recurrent networks (RNN, LSTM, GRU) on sequences and shows how far back they remember. A run is one configuration over lengths × models × seeds; a trial is one network of it; "
        + "a study is several runs. Scores are losses on validation data, lower is better; a trial is solved when its task's rule holds, and shares solved come with Wilson's 95% interval. "
        + "Begin with list_tasks and list_runs. Long answers are cut: leftOut says how much, skip and narrower filters reach it. Runs with `brought` were brought in from a file: what is null of them is not known. "
        + "launch_run and cancel_run change something and need a token that may; try launch_run with dryRun first.";

    private static readonly Type[] Tools = [typeof(RunTools), typeof(StudyTools), typeof(LookTools), typeof(ChangeTools)];

    /// <summary>Adds it with its tools.</summary>
    public static IServiceCollection AddMcp(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddMcpServer(o =>
        {
            o.ServerInfo = new Implementation { Name = "rnn-lstm-lab", Title = "RNN & LSTM lab", Version = typeof(McpServices).Assembly.GetName().Version?.ToString(3) ?? "1.0.0" };
            o.ServerInstructions = Instructions;
        })
            // No sessions: every call is a request of its own that passes the same checks of host, origin and token.
            .WithHttpTransport(o => o.SessionMode = HttpServerSessionMode.Stateless)
            .WithRequestFilters(f => f.AddCallToolFilter(ToolFailures.Told));
        var json = Json();
        foreach (var type in Tools)
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(m => m.IsDefined(typeof(McpServerToolAttribute))))
                services.AddSingleton(_ => Make(type, method, json));
        return services;
    }

    /// <summary>Maps it.</summary>
    public static void MapMcp(this WebApplication app)
    {
        // The endpoint reads a body that may be too large only once it runs.
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Path), mcp => mcp.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (BadHttpRequestException e) when (!http.Response.HasStarted)
            {
                await TypedResults.Problem(e.Message, statusCode: e.StatusCode).ExecuteAsync(http);
            }
        }));
        McpEndpointRouteBuilderExtensions.MapMcp(app, Path).WithMetadata(new RequestSizeLimitAttribute(MostBytes)).DisableAntiforgery().ExcludeFromDescription();
    }

    private static McpServerTool Make(Type type, MethodInfo method, JsonSerializerOptions json)
    {
        var tool = McpServerTool.Create(method, request => ActivatorUtilities.CreateInstance(request.Services!, type), new()
        {
            SerializerOptions = json, SchemaCreateOptions = new() { TransformSchemaNode = SchemaWords.Describe },
        });
        if (method.Name == nameof(ChangeTools.LaunchRun)) tool.ProtocolTool.InputSchema = SchemaWords.Launch(json);
        return tool;
    }

    private static JsonSerializerOptions Json()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() };
        Wire.Configure(options);
        return options;
    }
}
