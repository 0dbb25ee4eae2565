namespace Dashboard.Engine.Inside;

/// <summary>What a network with certain weights does with the whole validation set.</summary>
/// <param name="Loss">Its mean loss.</param>
/// <param name="Answers">[count]: its answers; of classes the probability it gives to what is right, the mean over all that is asked
/// to be remembered.</param>
/// <param name="Weights">[items]: how far its answers move with what is to be remembered (<see cref="Tasks.ItemWeights"/>).</param>
/// <param name="Effect">[steps]: weight of each number in the least-squares fit of the answers on all of them, where it is not one
/// to be remembered whose place varies; 0 for one that varies only with others (a realistic series at rest), and for symbols.</param>
/// <param name="ItemEffect">[items, steps]: the same of what is to be remembered, by the step that shows it; empty where each
/// is a number at a step of its own, whose effect is in <paramref name="Effect"/>.</param>
/// <param name="Readable">[items, steps]: share of an item's variance that a straight line through h_t explains, 0 to 1, over
/// the sequences that have shown it by then; NaN where those are too few.</param>
/// <param name="ReadableC">[steps]: the same of the first item, for h_t and c_t together; as in h alone without a cell state.</param>
/// <param name="EndH">The first item's share at the step that is asked for it, in h.</param>
/// <param name="EndC">The same in h and c.</param>
/// <param name="Band">[2, steps]: 10% and 90% quantile over sequences of ‖∂L/∂h_t‖; NaN after the end of most of them.</param>
/// <param name="UnitH">[hidden]: share of the first item's variance that h of one unit explains at that step.</param>
/// <param name="UnitC">[hidden]: the same of c; zeros without a cell state.</param>
/// <param name="CellMean">[hidden]: mean of c at that step.</param>
/// <param name="CellDeviation">[hidden]: standard deviation of c.</param>
/// <param name="Right">[items]: share of the sequences whose answer says the item right; empty for numbers.</param>
/// <param name="Said">[classes, classes]: of all that is asked, how often a class (row) was answered with one (column); empty for
/// numbers.</param>
public sealed record NetworkFacts(
    double Loss, float[] Answers, float[] Weights, float[] Effect, float[] ItemEffect, float[] Readable, float[] ReadableC, float EndH, float EndC,
    float[] Band, float[] UnitH, float[] UnitC, float[] CellMean, float[] CellDeviation, float[] Right, float[] Said);
