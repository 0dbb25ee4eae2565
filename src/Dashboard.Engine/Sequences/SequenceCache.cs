namespace Dashboard.Engine.Sequences;
public sealed class SequenceCache { public SequenceSet Get(SequenceSpec spec) => throw new NotImplementedException(); }
