namespace Dashboard.Web.Operations;

/// <summary>A record of the data file that cannot be read. It stays in the file as it is, and all else goes on without it.</summary>
/// <param name="What">What it holds, in words, with its id.</param>
/// <param name="Why">What is wrong with it.</param>
/// <param name="Remedy">What people can do.</param>
public sealed record DamagedRecord(string What, string Why, string Remedy);
