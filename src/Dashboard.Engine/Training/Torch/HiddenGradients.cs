using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Torch;

/// <summary>
/// ‖∂L/∂h_t‖ of the last layer. libtorch's recurrent modules keep h_t to themselves, so the cells are unrolled from basic
/// operations on the same parameters, and autograd is asked for the loss's gradient at every h_t.
/// </summary>
internal static class HiddenGradients
{
    /// <summary>Fills <paramref name="norms"/>, [length]. Leaves parameters and their gradients alone.</summary>
    /// <param name="model">The network.</param>
    /// <param name="inputs">[batch, length, 1].</param>
    /// <param name="targets">[batch].</param>
    /// <param name="norms">Euclidean norms over batch and hidden units, first timestep first.</param>
    public static void Norms(TorchModel model, Tensor inputs, Tensor targets, Span<float> norms)
    {
        using var scope = NewDisposeScope();
        var (loss, states) = Loss(model, inputs, targets);
        var gradients = autograd.grad([loss], states);
        for (var t = 0; t < norms.Length; t++) norms[t] = gradients[t].norm().item<float>();
    }

    /// <summary>The batch's loss through the unrolled cells, and the last layer's h_t, [batch, hidden] each.</summary>
    internal static (Tensor Loss, Tensor[] States) Loss(TorchModel model, Tensor inputs, Tensor targets)
    {
        Tensor[] states = [.. inputs.unbind(1)];
        for (var layer = 0; layer < model.Network.Layers; layer++) states = Unroll(model, layer, states);
        var prediction = nn.functional.linear(states[^1], model.Parameter("output.weight"), model.Parameter("output.bias"));
        return (nn.functional.l1_loss(prediction.squeeze(1), targets), states);
    }

    /// <summary>One layer over all timesteps: inputs and returned states are one [batch, size] each.</summary>
    private static Tensor[] Unroll(TorchModel model, int layer, Tensor[] inputs)
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
            (h, c) = model.Network.Cell.TorchStep(fromInput, fromHidden, (h, c));
            states[t] = h;
        }
        return states;
    }
}
