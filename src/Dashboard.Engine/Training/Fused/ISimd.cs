namespace Dashboard.Engine.Training.Fused;

/// <summary>
/// The operations the kernels are written in, for one vector width. Kernels are generic over an implementation, so the
/// JIT compiles one copy for each width with every operation a single instruction.
/// </summary>
/// <typeparam name="V">The vector: <c>Vector512&lt;float&gt;</c>, …, or <c>float</c> for one lane.</typeparam>
internal unsafe interface ISimd<V> where V : struct
{
    /// <summary>Lanes of a vector.</summary>
    static abstract int Lanes { get; }

    static abstract V Load(float* source);

    static abstract void Store(float* target, V value);

    /// <summary>The value in every lane.</summary>
    static abstract V All(float value);

    static abstract V Add(V a, V b);

    static abstract V Subtract(V a, V b);

    static abstract V Multiply(V a, V b);

    static abstract V Divide(V a, V b);

    static abstract V SquareRoot(V a);

    static abstract V Absolute(V a);

    /// <summary>a · b + c.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>c − a · b.</summary>
    static abstract V SubtractProduct(V c, V a, V b);

    /// <summary>−1, 0 or 1; 0 for NaN.</summary>
    static abstract V Sign(V a);

    /// <summary>2^a, relative error below 2·10⁻⁷ (<see cref="Exp2Polynomial"/>); NaN stays NaN.</summary>
    static abstract V Exp2(V a);

    /// <summary>Natural logarithm.</summary>
    static abstract V Log(V a);

    /// <summary>The larger of both, lane by lane.</summary>
    static abstract V Max(V a, V b);

    /// <summary>1 in lanes where both are equal, else 0.</summary>
    static abstract V OneWhereEqual(V a, V b);

    /// <summary>0 in lanes whose absolute value is below the limit, else the value; NaN stays NaN.</summary>
    static abstract V ZeroBelow(V a, V limit);

    /// <summary>Sum over the lanes, in an order fixed for the width.</summary>
    static abstract float Sum(V a);
}
