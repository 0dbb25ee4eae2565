namespace Dashboard.Engine.Inside;

/// <summary>What a network with certain weights does with the whole validation set.</summary>
/// <param name="Answers">[count]: its answers.</param>
/// <param name="Effect">[steps]: weight of each input in the least-squares fit of the answers on all inputs; 0 for an input that
/// varies only with others (a realistic series at rest).</param>
/// <param name="ReadableH">[steps]: share of the first input's variance that a straight line through h_t explains, 0 to 1.</param>
/// <param name="ReadableC">[steps]: the same for h_t and c_t together; equal to <paramref name="ReadableH"/> without a cell state.</param>
/// <param name="Band">[2, steps]: 10% and 90% quantile over sequences of ‖∂L/∂h_t‖.</param>
/// <param name="UnitH">[hidden]: share of the first input's variance that h_T of one unit explains.</param>
/// <param name="UnitC">[hidden]: the same of c_T; zeros without a cell state.</param>
/// <param name="CellMean">[hidden]: mean of c_T.</param>
/// <param name="CellDeviation">[hidden]: standard deviation of c_T.</param>
public sealed record NetworkFacts(
    float[] Answers, float[] Effect, float[] ReadableH, float[] ReadableC, float[] Band,
    float[] UnitH, float[] UnitC, float[] CellMean, float[] CellDeviation);
