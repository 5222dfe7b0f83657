using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

public class ConnectorNameTests
{
    [Fact]
    public void It_is_the_predecessor_s() => Assert.Equal("ControlTower - payments-prod - 444455556666", ConnectorName.Of(Sample.Account));

    [Theory]
    [InlineData("ControlTower - payments-prod - 444455556666")]
    [InlineData("ControlTower - an older - name - 444455556666")]
    [InlineData("ControlTower -  - 444455556666")]
    public void It_is_ours_whatever_the_account_was_called(string name) => Assert.True(ConnectorName.IsOurs(name, Sample.Id));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("payments-prod")]
    [InlineData("ControlTower - payments-prod - 111122223333")]
    [InlineData("ControlTower - payments-prod")]
    [InlineData("ControlTower - 444455556666")]
    [InlineData("controltower - payments-prod - 444455556666")]
    [InlineData("My ControlTower - payments-prod - 444455556666")]
    [InlineData("ControlTower - payments-prod - 444455556666 (copy)")]
    public void Any_other_name_is_not_ours(string? name) => Assert.False(ConnectorName.IsOurs(name, Sample.Id));
}
