using Dashboard.Engine.Runs;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Published;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Web.Addresses;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api;

/// <summary>/api/sequences: what the networks see; /api/published: what the notebook printed.</summary>
internal static class Sequences
{
    /// <summary>Most sequences and most numbers of one answer.</summary>
    private const int MostCount = 1_000, MostNumbers = 100_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/sequences", Generate).WithTags("Sequences").WithSummary("The first training sequences, drawn now").ProducesValidationProblem()
            .WithDescription($"Query: sequence ({RunLimits.Sequences}) [simple], protocol ({RunLimits.Protocols}) [slides], noise ({RunLimits.Noise}) [0], "
                + $"length ({RunLimits.Length}) [5], count (1 to {MostCount:N0}, count × length at most {MostNumbers:N0}) [10], seed [42], low, high ({RunLimits.Element}). "
                + "correlations: of the output with each position over the first 500 sequences; null where it is not defined.");
        api.MapGet("/published", Published).WithTags("Published").WithSummary("A panel's published results").ProducesValidationProblem().ProducesProblem(404)
            .WithDescription("Query: sequence [simple], noise 0, 2, 4 or 6 [0], standardize [false].");
    }

    private static Ok<SequencesMessage> Generate(HttpRequest http)
    {
        var query = new AddressFields(http.Query);
        var length = (int)(query.Whole("length", RunLimits.Length) ?? 5);
        var count = (int)(query.Whole("count", new(1, MostCount)) ?? 10);
        if ((long)count * length > MostNumbers) query.Errors.Add("count", $"With length {length}, must be at most {MostNumbers / length:N0}.");
        var (spec, errors) = RunRequestValidator.Validate(new()
        {
            Sequence = query.Text("sequence", 20), Protocol = query.Text("protocol", 20), Noise = query.Number("noise", RunLimits.Noise),
            Lengths = [length], DataSeed = query.Whole("seed", RunLimits.Seed), TrainCount = Math.Max(count, LagCorrelation.PublishedCount),
            Low = (int?)query.Whole("low", RunLimits.Element), High = (int?)query.Whole("high", RunLimits.Element),
        });
        query.Errors.AddMissing(errors);
        if (spec is not null && !spec.Task.DrawsIntegers)
            query.Errors.Add("sequence", $"Must be {string.Join(" or ", LabTasks.All.Where(t => t.DrawsIntegers).Select(t => Choices<SequenceKind>.Word(t.Kind)))} here.");
        ProblemException.ThrowIfAny(query.Errors);
        var set = SequenceGenerator.Generate(spec!.Data(length, 1).Training);
        return TypedResults.Ok(new SequencesMessage(
            [.. Enumerable.Range(0, count).Select(k => set.Inputs(k).ToArray())], set.Outputs[..count].ToArray(), LagCorrelation.Of(set)));
    }

    private static Ok<PublishedMessage[]> Published(HttpRequest http)
    {
        var query = new AddressFields(http.Query);
        var panel = new Panel(query.Choice("sequence", RunLimits.Sequences) ?? Presets.Panels[0].Sequence,
            query.Number("noise", RunLimits.Noise) ?? 0, query.YesNo("standardize") ?? false);
        if (!Presets.Noises.Contains(panel.Noise)) query.Errors.Add("noise", "Was published for 0, 2, 4 and 6.");
        ProblemException.ThrowIfAny(query.Errors);
        return TypedResults.Ok(PublishedResults.For(panel)
            .Select(p => PublishedMessage.From(p)).ToArray());
    }
}

/// <summary>Drawn sequences.</summary>
/// <param name="Inputs">[count][length].</param>
/// <param name="Outputs">[count].</param>
/// <param name="Correlations">[length]; null where input or output is constant.</param>
public sealed record SequencesMessage(IReadOnlyList<double[]> Inputs, IReadOnlyList<double> Outputs, IReadOnlyList<double?> Correlations);

/// <summary>What the notebook printed for one length.</summary>
public sealed record PublishedMessage(int Length, double LstmMad, double LstmGradientMean, double RnnMad, double RnnGradientMean)
{
    internal static PublishedMessage From(PublishedPoint point)
    {
        var (lstm, rnn) = (point.Models[ModelKind.Lstm], point.Models[ModelKind.Rnn]);
        return new(point.Length, lstm.Mad, lstm.GradientMean, rnn.Mad, rnn.GradientMean);
    }
}
