using Dashboard.Web.Live;

namespace Dashboard.Web.Api;

/// <summary>The HTTP API in the host.</summary>
public static class ApiServices
{
    private const string Root = "/api";

    /// <summary>Adds JSON as the wire has it, problem documents and the OpenAPI document.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(o => Wire.Configure(o.SerializerOptions));
        services.AddProblemDetails();
        services.AddOpenApi(ApiDocument.Describe);
        return services;
    }

    /// <summary>Maps every endpoint. What nobody maps under /api answers with a problem document too, not with a page.</summary>
    public static void MapApi(this WebApplication app)
    {
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Root), api =>
        {
            api.UseExceptionHandler();
            // Without regard to Accept: whoever calls the API can read a problem document.
            api.UseStatusCodePages(answer => TypedResults.Problem(statusCode: answer.HttpContext.Response.StatusCode).ExecuteAsync(answer.HttpContext));
        });
        var group = app.MapGroup(Root).AddEndpointFilter<ProblemFilter>().DisableAntiforgery();
        Runs.Map(group);
        Imports.Map(group);
        Trials.Map(group);
        ExportEndpoints.Map(group);
        NotebookEndpoints.Map(group);
        InsideEndpoints.Map(group);
        Studies.Map(group);
        Sequences.Map(group);
        Shares.Map(group);
        Tokens.Map(group);
        Workers.Map(group);
        Health.Map(app, group);
        app.MapOpenApi();
    }
}
