using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Runs;

namespace Dashboard.Web.Tests.Storage;

public sealed class LiteRunStoreContractTests : RunStoreContract, IDisposable
{
    private readonly StoreFixture fixture = new StoreFixture().Open();

    protected override IRunStore Store => fixture.Runs;

    public void Dispose() => fixture.Dispose();
}
