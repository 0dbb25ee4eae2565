using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Torch;

/// <summary>
/// Adam as PyTorch takes it (torch.optim.Adam: β₁ 0.9, β₂ 0.999, ε 1e-8), from libtorch's operations. Not TorchSharp's own,
/// which may read numbers that are freed already (<see cref="KeptScalar"/>).
/// </summary>
internal sealed class TorchAdam
{
    private readonly (Parameter Parameter, Tensor Mean, Tensor Square)[] states;
    private readonly double learningRate;
    private int step;

    /// <param name="parameters">What it updates; its own tensors live in the caller's dispose scope.</param>
    /// <param name="learningRate">Step size.</param>
    public TorchAdam(IEnumerable<Parameter> parameters, double learningRate)
    {
        states = [.. parameters.Select(p => (p, zeros(p.shape), zeros(p.shape)))];
        this.learningRate = learningRate;
    }

    /// <summary>Takes a step along the gradients in the parameters. To be called in a dispose scope.</summary>
    public void Step()
    {
        using var plain = no_grad();
        step++;
        // Disposed at the end, so alive until then.
        using Scalar correction = Math.Sqrt(1 - Math.Pow(0.999, step)), size = -(learningRate / (1 - Math.Pow(0.9, step)));
        foreach (var (parameter, mean, square) in states)
        {
            var gradient = parameter.grad!;
            mean.mul_(KeptScalar.Beta1).add_(gradient, alpha: KeptScalar.OneLessBeta1);
            square.mul_(KeptScalar.Beta2).addcmul_(gradient, gradient, value: KeptScalar.OneLessBeta2);
            parameter.addcdiv_(mean, square.sqrt().div(correction).add_(KeptScalar.Epsilon, alpha: KeptScalar.One), value: size);
        }
    }

    /// <summary>Forgets the gradients of the step before.</summary>
    public void ZeroGradients()
    {
        foreach (var (parameter, _, _) in states)
            if (parameter.grad is { } gradient) gradient.zero_();
    }
}
