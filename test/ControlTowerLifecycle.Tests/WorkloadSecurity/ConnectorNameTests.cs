using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

public class ConnectorNameTests
{
    [Fact]
    public void Name_has_the_form_of_the_predecessor() =>
        Assert.Equal("ControlTower - payments-prod - 444455556666", ConnectorName.Of(Sample.Account));

    [Fact]
    public void Name_contains_no_line_break_and_no_override_of_the_account_name() => Assert.Equal(
        "ControlTower - payments prod - 444455556666",
        ConnectorName.Of(Sample.Account with { Name = "payments\n\u202eprod" }));

    [Theory]
    [InlineData("ControlTower - payments-prod - 444455556666")]
    [InlineData("ControlTower - an older - name - 444455556666")]
    [InlineData("ControlTower -  - 444455556666")]
    public void Name_of_ours_can_contain_any_account_name(string name) =>
        Assert.True(ConnectorName.IsOurs(name, Sample.Id));

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
    public void Other_names_are_not_ours(string? name) => Assert.False(ConnectorName.IsOurs(name, Sample.Id));
}
