using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class ConnectionNameTests
{
    private const int LongestNameOfAnAccount = 50;
    private const int LongestNameOfAConnection = 254;

    [Fact]
    public void Accounts_of_one_name_have_connections_of_different_names() => Assert.NotEqual(
        ConnectionName.Of(Sample.Account), ConnectionName.Of(Sample.Account with { Id = Sample.Management }));

    [Fact]
    public void Longest_name_of_an_account_is_within_the_limit_of_the_vendor() => Assert.InRange(
        ConnectionName.Of(new ManagedAccount(Sample.Id, new string('n', LongestNameOfAnAccount), AccountState.Active)).Length,
        1,
        LongestNameOfAConnection);
}
