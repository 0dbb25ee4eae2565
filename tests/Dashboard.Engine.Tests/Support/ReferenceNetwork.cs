using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Support;

/// <summary>One RNN or LSTM layer in float64, written straight from the equations: the oracle for random networks.</summary>
internal sealed class ReferenceNetwork(NetworkSpec network, InitialWeights weights)
{
    private readonly int hidden = network.HiddenSize, gates = network.Gates;
    private readonly float[][] layer = weights.Recurrent[0];

    /// <summary>Gradients of the batch-mean L1 loss by PyTorch's names, the loss, and ‖∂L/∂h_t‖.</summary>
    public (double Loss, Dictionary<string, float[]> Gradients, float[] Norms) Gradients(float[] inputs, float[] targets, int length)
    {
        int batch = targets.Length, rows = gates * hidden;
        double loss = 0;
        double[] wih = new double[rows], whh = new double[rows * hidden], bias = new double[rows], outW = new double[hidden], norms = new double[length];
        double outB = 0;
        for (var n = 0; n < batch; n++)
        {
            var x = inputs.AsSpan(n * length, length);
            double[][] h = new double[length + 1][], c = new double[length + 1][], act = new double[length][];
            h[0] = new double[hidden];
            c[0] = new double[hidden];
            for (var t = 0; t < length; t++)
            {
                act[t] = new double[rows];
                (h[t + 1], c[t + 1]) = (new double[hidden], new double[hidden]);
                for (var r = 0; r < rows; r++)
                {
                    double sum = (double)layer[0][r] * x[t] + layer[2][r] + layer[3][r];
                    for (var k = 0; k < hidden; k++) sum += layer[1][r * hidden + k] * h[t][k];
                    act[t][r] = gates == 1 || r / hidden == 2 ? Math.Tanh(sum) : 1 / (1 + Math.Exp(-sum));
                }
                for (var u = 0; u < hidden; u++)
                    if (gates == 1) h[t + 1][u] = act[t][u];
                    else
                    {
                        c[t + 1][u] = act[t][hidden + u] * c[t][u] + act[t][u] * act[t][2 * hidden + u];
                        h[t + 1][u] = act[t][3 * hidden + u] * Math.Tanh(c[t + 1][u]);
                    }
            }
            double y = weights.OutputBias[0];
            for (var u = 0; u < hidden; u++) y += weights.OutputWeight[u] * h[length][u];
            loss += Math.Abs(y - targets[n]) / batch;
            var dy = Math.Sign(y - targets[n]) / (double)batch;
            double[] dh = new double[hidden], dc = new double[hidden];
            for (var u = 0; u < hidden; u++)
            {
                outW[u] += dy * h[length][u];
                dh[u] = dy * weights.OutputWeight[u];
            }
            outB += dy;
            for (var t = length - 1; t >= 0; t--)
            {
                foreach (var g in dh) norms[t] += g * g;
                var d = new double[rows];
                for (var u = 0; u < hidden; u++)
                    if (gates == 1) d[u] = dh[u] * (1 - act[t][u] * act[t][u]);
                    else
                    {
                        double i = act[t][u], f = act[t][hidden + u], g = act[t][2 * hidden + u], o = act[t][3 * hidden + u], tc = Math.Tanh(c[t + 1][u]);
                        dc[u] += dh[u] * o * (1 - tc * tc);
                        d[u] = dc[u] * g * i * (1 - i);
                        d[hidden + u] = dc[u] * c[t][u] * f * (1 - f);
                        d[2 * hidden + u] = dc[u] * i * (1 - g * g);
                        d[3 * hidden + u] = dh[u] * tc * o * (1 - o);
                        dc[u] *= f;
                    }
                var before = new double[hidden];
                for (var r = 0; r < rows; r++)
                {
                    wih[r] += d[r] * x[t];
                    bias[r] += d[r];
                    for (var k = 0; k < hidden; k++)
                    {
                        whh[r * hidden + k] += d[r] * h[t][k];
                        before[k] += layer[1][r * hidden + k] * d[r];
                    }
                }
                dh = before;
            }
        }
        float[] Floats(double[] values) => Array.ConvertAll(values, v => (float)v);
        var gradients = new InitialWeights([[Floats(wih), Floats(whh), Floats(bias), Floats(bias)]], Floats(outW), [(float)outB]);
        return (loss, gradients.Named().ToDictionary(), Array.ConvertAll(norms, v => (float)Math.Sqrt(v)));
    }
}
