using Dashboard.Engine.Experiments;
using Dashboard.Web.Addresses;

namespace Dashboard.Web.Inside;

/// <summary>What networks an address asks for.</summary>
/// <param name="Length">The length; null where one is chosen.</param>
/// <param name="Seed">The seed; null where one is chosen.</param>
public readonly record struct InsideAsked(int? Length, long? Seed)
{
    /// <summary>Reads the query of a page, of a shared link or of the API.</summary>
    public static InsideAsked Read(AddressFields query) => new((int?)query.Whole("length", RunLimits.Length), query.Whole("seed", RunLimits.Seed));
}
