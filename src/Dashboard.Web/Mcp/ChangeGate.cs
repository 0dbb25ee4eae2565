using Dashboard.Web.Access;

namespace Dashboard.Web.Mcp;

/// <summary>
/// Asked before a tool changes anything: the one place where tools ask who may. Whoever reaches a tool has passed the same
/// checks of host, origin and token as a caller of the API, request by request; this holds the same question once more
/// against the request that the call came with, so that no way into the server leads around it.
/// </summary>
internal sealed class ChangeGate(AccessGate gate, AccessCookie cookie, IHttpContextAccessor requests)
{
    /// <summary>Lets pass whoever may launch runs and steer them.</summary>
    /// <exception cref="NotAllowedException">The call may not.</exception>
    public void Demand()
    {
        var http = requests.HttpContext ?? throw new NotAllowedException("The call came with no request.");
        if (!gate.Asks(http) || http.Request.Headers.Authorization.Count > 0 || cookie.IsValid(http)) return;
        throw new NotAllowedException("This needs an access token that may launch runs: send it as Authorization: Bearer.");
    }
}
