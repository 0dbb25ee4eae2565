using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Torch;

/// <summary>
/// ‖∂L/∂h_t‖ of the last layer. libtorch's recurrent modules keep h_t to themselves, so the cells are unrolled from basic
/// operations on the same parameters, and autograd is asked for the loss's gradient at every h_t.
/// </summary>
internal static class HiddenGradients
{
    /// <summary>Fills <paramref name="norms"/>, [steps]; those after the longest sequence are 0. Leaves parameters and their
    /// gradients alone.</summary>
    /// <param name="model">The network.</param>
    /// <param name="batch">Sequences and targets.</param>
    /// <param name="norms">Euclidean norms over batch and hidden units, first timestep first.</param>
    public static void Norms(TorchModel model, TorchBatch batch, Span<float> norms)
    {
        using var scope = NewDisposeScope();
        var (loss, states) = Loss(model, batch);
        var gradients = autograd.grad([loss], states);
        norms.Clear();
        for (var t = 0; t < gradients.Count; t++) norms[t] = gradients[t].norm().item<float>();
    }

    /// <summary>The batch's loss through the unrolled cells, and the last layer's h_t, [batch, hidden] each. A sequence that has
    /// ended keeps its last state.</summary>
    internal static (Tensor Loss, Tensor[] States) Loss(TorchModel model, TorchBatch batch)
    {
        Tensor[] states = [.. batch.Inputs.unbind(1)];
        for (var layer = 0; layer < model.Network.Layers; layer++) states = Unroll(model, layer, states, batch);
        var read = model.Network.Shape.ReadOut == ReadOut.Last ? states[^1] : batch.ReadOut(() => stack(states, 1), states[^1]);
        var predictions = nn.functional.linear(read, model.Parameter("output.weight"), model.Parameter("output.bias"));
        return (batch.Loss(predictions), states);
    }

    /// <summary>One layer over all timesteps: inputs and returned states are one [batch, size] each.</summary>
    private static Tensor[] Unroll(TorchModel model, int layer, Tensor[] inputs, TorchBatch batch)
    {
        Tensor Weight(string name) => model.Parameter($"recurrent.{name}_l{layer}");
        Tensor wIn = Weight("weight_ih"), wHidden = Weight("weight_hh"), bIn = Weight("bias_ih"), bHidden = Weight("bias_hh");
        var h = zeros(inputs[0].shape[0], model.Network.HiddenSize);
        var c = zeros_like(h);
        var states = new Tensor[inputs.Length];
        for (var t = 0; t < inputs.Length; t++)
        {
            var fromInput = nn.functional.linear(inputs[t], wIn, bIn);
            var fromHidden = nn.functional.linear(h, wHidden, bHidden);
            var ended = h;
            (h, c) = model.Network.Cell.TorchStep(fromInput, fromHidden, (h, c));
            // c goes on with the padding: no state that is kept depends on it.
            if (!batch.OneLength) h = where(batch.Runs(t), h, ended);
            states[t] = h;
        }
        return states;
    }
}
