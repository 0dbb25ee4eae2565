using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Training;

/// <summary>Changes to the initial weights that are known to help recurrent networks remember.</summary>
internal static class Remedies
{
    public static void Apply(NetworkSpec network, InitialWeights weights, MersenneTwister random)
    {
        var hidden = network.HiddenSize;
        foreach (var layer in weights.Recurrent)
        {
            if (network.RecurrentInit == RecurrentInit.Orthogonal)
                for (var gate = 0; gate < network.Cell.Gates.Count; gate++)
                    Orthogonal(layer[1].AsSpan(gate * hidden * hidden, hidden * hidden), hidden, random);
            network.Cell.ApplyRemedies(network, layer);
        }
    }

    /// <summary>Fills a square matrix with a random orthogonal one: Gram–Schmidt on Gaussian rows (uniform over O(n)).</summary>
    private static void Orthogonal(Span<float> matrix, int n, MersenneTwister random)
    {
        var rows = new double[n][];
        for (var i = 0; i < n; i++)
        {
            var row = rows[i] = new double[n];
            for (var j = 0; j < n; j++) row[j] = random.Gauss(0, 1);
            // Twice, because one pass loses orthogonality to rounding.
            for (var pass = 0; pass < 2; pass++)
                for (var k = 0; k < i; k++)
                {
                    double dot = 0;
                    for (var j = 0; j < n; j++) dot += row[j] * rows[k][j];
                    for (var j = 0; j < n; j++) row[j] -= dot * rows[k][j];
                }
            var norm = Math.Sqrt(row.Sum(v => v * v));
            for (var j = 0; j < n; j++) row[j] /= norm;
        }
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                matrix[i * n + j] = (float)rows[i][j];
    }
}
