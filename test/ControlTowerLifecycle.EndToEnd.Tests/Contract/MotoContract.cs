using ControlTowerLifecycle.EndToEnd.Tests.Moto;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

public sealed class MotoContract(MotoServer moto) : AwsContract, IClassFixture<MotoServer>
{
    protected override IAwsEmulator GetEmulator() => moto;
}
