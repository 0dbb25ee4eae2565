namespace Dashboard.Engine.Training;

/// <summary>
/// docs/protocol.md: the first validation loss is the best; a lower one becomes the best and resets the counter; otherwise the
/// counter goes down by one if it is above 0, else training stops (at the fourth epoch in a row without improvement for
/// a patience of 3).
/// </summary>
public sealed class EarlyStopping(int patience)
{
    private int failures;

    /// <summary>The lowest loss so far.</summary>
    public double Best { get; private set; } = double.NaN;

    /// <summary>Whether the last observed loss was the lowest so far.</summary>
    public bool Improved { get; private set; }

    /// <summary>Takes in an epoch's validation loss.</summary>
    /// <returns>True when training should stop.</returns>
    public bool Observe(double loss)
    {
        Improved = double.IsNaN(Best) || loss < Best;
        if (Improved)
        {
            Best = loss;
            failures = 0;
            return false;
        }
        return ++failures > patience;
    }
}
