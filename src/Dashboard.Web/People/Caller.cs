using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.People;

/// <summary>Who is asking: in a request whoever the access check let in, in a page's circuit whoever opened it.</summary>
public sealed class Caller(IServiceProvider services)
{
    private Person? who;

    /// <summary>Nobody where that is not known.</summary>
    public Person Who
    {
        get => who ??= OfCircuit();
        internal set => who = value;
    }

    private Person OfCircuit()
    {
        try
        {
            return services.GetService<AuthenticationStateProvider>()?.GetAuthenticationStateAsync() is { IsCompletedSuccessfully: true } known
                ? Person.From(known.Result.User) : Person.Nobody;
        }
        catch (InvalidOperationException)
        {
            return Person.Nobody; // Neither a request nor a circuit.
        }
    }
}
