using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.People;

namespace Dashboard.Web.Api;

/// <summary>A request that cannot be answered; becomes an <c>application/problem+json</c> response.</summary>
/// <param name="status">HTTP status, 400 to 499.</param>
/// <param name="detail">What is wrong and what to do, for people.</param>
/// <param name="errors">Field → what is wrong and what is allowed.</param>
internal sealed class ProblemException(int status, string detail, IReadOnlyDictionary<string, string[]>? errors = null) : Exception(detail)
{
    public int Status { get; } = status;

    public IReadOnlyDictionary<string, string[]>? Errors { get; } = errors;

    /// <summary>400 that names every bad field.</summary>
    public static ProblemException BadFields(IReadOnlyDictionary<string, string[]> errors) =>
        new(400, $"Not accepted: {string.Join(", ", errors.Keys)}. See errors.", errors);

    /// <summary>400 about one field.</summary>
    public static ProblemException BadField(string field, string message) =>
        BadFields(new Dictionary<string, string[]> { [field] = [message] });

    /// <summary>Throws if there are any errors.</summary>
    public static void ThrowIfAny(FieldErrors errors)
    {
        if (errors.Any) throw BadFields(errors.ByField);
    }
}

/// <summary>Turns what the engine and the readers throw into problem documents.</summary>
internal sealed class ProblemFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            if (context.HttpContext.GetRouteValue("id") is string id && !IsId(id)) return Answer(404, "There is nothing with that id.");
            return await next(context);
        }
        catch (ProblemException e)
        {
            return e.Errors is null ? Answer(e.Status, e.Message)
                : TypedResults.ValidationProblem(e.Errors, e.Message);
        }
        catch (RunNotFoundException e)
        {
            return Answer(404, e.Message);
        }
        catch (NotAllowedException e)
        {
            return Answer(403, e.Message);
        }
        catch (IllegalMoveException e)
        {
            return Answer(409, e.Message);
        }
        catch (QueueFullException e)
        {
            context.HttpContext.Response.Headers.RetryAfter = "30";
            return Answer(429, e.Message);
        }
        catch (StorageUnavailableException e)
        {
            context.HttpContext.Response.Headers.RetryAfter = "10";
            return Answer(503, $"The store is not available: {e.Message}");
        }
    }

    /// <summary>Ids are version-7 GUIDs in hex; anything else never reaches the store.</summary>
    public static bool IsId(string id) => id.Length == 32 && id.All(char.IsAsciiHexDigitLower);

    private static IResult Answer(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}
