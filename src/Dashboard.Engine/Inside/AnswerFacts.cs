using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Inside;

/// <summary>What is read from a network's predictions of a validation set.</summary>
internal sealed class AnswerFacts
{
    private readonly SampleSet set;
    private readonly IReadOnlyList<Remembered> items;
    private readonly ItemWeights weights;
    private readonly int[] starts;
    private readonly int outputs;
    private readonly bool areClasses;

    public AnswerFacts(InsideData data)
    {
        (set, items, weights) = (data.Set, data.Items, new(data.Set, data.Items));
        (outputs, areClasses, starts) = (set.Shape.Outputs, set.Shape.Loss == LossKind.CrossEntropy, new int[set.Count]);
        for (var k = 1; k < set.Count; k++) starts[k] = starts[k - 1] + set.Shape.ReadOuts(set.StepsOf(k - 1)) * outputs;
    }

    /// <summary>Where the predictions of a sequence begin.</summary>
    public int Start(int sequence) => starts[sequence];

    /// <summary>The share a read-out has in its sequence's loss, and its derivative by the outputs.</summary>
    /// <param name="predictions">Of the whole set.</param>
    /// <param name="sequence">Which.</param>
    /// <param name="readOut">From 0.</param>
    /// <param name="slopes">[outputs], filled.</param>
    public double Slopes(ReadOnlySpan<float> predictions, int sequence, int readOut, Span<float> slopes)
    {
        var at = predictions.Slice(starts[sequence] + readOut * outputs, outputs);
        var targets = set.Targets(sequence).Slice(readOut * set.Shape.TargetSize, set.Shape.TargetSize);
        var readOuts = set.Shape.ReadOuts(set.StepsOf(sequence));
        double loss = 0;
        if (areClasses)
        {
            ItemWeights.Probabilities(at, slopes);
            var right = (int)targets[0];
            loss = -Math.Log(Math.Max(slopes[right], float.Epsilon));
            slopes[right] -= 1;
            for (var o = 0; o < outputs; o++) slopes[o] /= readOuts;
            return loss / readOuts;
        }
        for (var o = 0; o < outputs; o++)
        {
            var off = at[o] - targets[o];
            loss += set.Shape.Loss == LossKind.L1 ? Math.Abs(off) : (double)off * off;
            slopes[o] = (set.Shape.Loss == LossKind.L1 ? off < 0 ? -1 : 1 : 2 * off) / (readOuts * outputs);
        }
        return loss / (readOuts * outputs);
    }

    /// <summary>What is asked of the sequences: answers, weights of the items, and of classes which were right and which were said.</summary>
    public (float[] Answers, float[] Weights, float[] Right, float[] Said) Read(ReadOnlySpan<float> predictions)
    {
        float[] answers = new float[set.Count], found = new float[items.Count];
        weights.Read(predictions, found);
        if (!areClasses)
        {
            for (var k = 0; k < answers.Length; k++) answers[k] = predictions[starts[k]];
            return (answers, found, [], []);
        }
        float[] right = new float[items.Count], said = new float[outputs * outputs];
        // Items that are asked for at one read-out share its answer.
        int[] asked = [.. items.Select(i => i.AskedAt).Distinct()];
        Span<float> classes = stackalloc float[TaskShape.MaxOutputs];
        classes = classes[..outputs];
        for (var k = 0; k < set.Count; k++)
        {
            foreach (var at in asked)
            {
                var of = weights.Asked(items.First(i => i.AskedAt == at), k, predictions);
                var target = (int)set.Targets(k)[at < 0 ? ^1 : at];
                ItemWeights.Probabilities(of, classes);
                answers[k] += classes[target] / asked.Length;
                said[target * outputs + Highest(of)]++;
            }
            for (var j = 0; j < items.Count; j++)
                if (items[j].Steps[k] >= 0 && items[j].Says[(int)items[j].Values[k]].Contains(Highest(weights.Asked(items[j], k, predictions)))) right[j]++;
        }
        for (var j = 0; j < right.Length; j++) right[j] /= Math.Max(1, items[j].Steps.Count(s => s >= 0));
        return (answers, found, right, said);
    }

    private static int Highest(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best]) best = i;
        return best;
    }
}
