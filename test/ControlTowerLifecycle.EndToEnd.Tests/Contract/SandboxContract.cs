using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

public sealed class SandboxContract(SandboxGround sandbox) : AwsContract, IClassFixture<SandboxGround>
{
    protected override IAwsGround FindGround() => sandbox;
}
