namespace Dashboard.Web.People;

/// <summary>Who people are and what they may, in the host.</summary>
public static class PeopleServices
{
    /// <summary>Adds tokens with names and what is done in people's names; the stores come from the storage room.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<TokenService>();
        services.AddScoped<Caller>();
        services.AddScoped<LabActions>();
        return services;
    }
}
