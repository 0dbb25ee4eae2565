namespace Dashboard.Web.Sharing;

/// <summary>Shared links in the host.</summary>
public static class SharingServices
{
    /// <summary>Adds <see cref="ShareService"/>; the store comes from the storage room.</summary>
    public static IServiceCollection AddSharing(this IServiceCollection services) => services.AddSingleton<ShareService>();
}
