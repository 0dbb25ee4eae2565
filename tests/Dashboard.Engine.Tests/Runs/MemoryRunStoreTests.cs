using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Support;

namespace Dashboard.Engine.Tests.Runs;

public sealed class MemoryRunStoreTests : RunStoreContract
{
    protected override IRunStore Store { get; } = new MemoryRunStore();
}
