namespace Dashboard.Worker;

/// <summary>What shows that a machine computes what the lab computes.</summary>
internal sealed record Proof(string Sequences, string Training);
