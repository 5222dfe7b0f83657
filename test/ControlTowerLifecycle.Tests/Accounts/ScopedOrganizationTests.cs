using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Accounts;

public class ScopedOrganizationTests
{
    private const string Unit = "ou-ab12-00000001";
    private readonly FakeOrganization _organization = new(Sample.Account);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unlimited_scope_reads_no_units()
    {
        Assert.Null(await Scoped(AccountScope.Everything).JudgeAsync(Sample.Account, Token));
        Assert.Empty(_organization.Asked);
    }

    [Fact]
    public async Task Excluded_account_is_judged_without_its_units()
    {
        var reason = await Scoped(new([Unit], [], [Sample.Id])).JudgeAsync(Sample.Account, Token);

        Assert.Equal(SkipReason.ExcludedAccount, reason);
        Assert.Empty(_organization.Asked);
    }

    [Fact]
    public async Task Closed_account_is_judged_without_its_units()
    {
        var closed = Sample.Account with { State = AccountState.Closed };

        var reason = await Scoped(new([Unit], [], [])).JudgeAsync(closed, Token);

        Assert.Equal("closed", reason?.Code);
        Assert.Empty(_organization.Asked);
    }

    [Fact]
    public async Task Known_units_are_not_read_again()
    {
        var account = Sample.Account with { OrganizationalUnits = [Unit] };

        Assert.Null(await Scoped(new([Unit], [], [])).JudgeAsync(account, Token));
        Assert.Empty(_organization.Asked);
    }

    [Fact]
    public async Task Unknown_units_are_read_once_if_the_decision_needs_them()
    {
        _organization.Units[Sample.Id] = [Unit];

        var reason = await Scoped(new([], [Unit], [])).JudgeAsync(Sample.Account, Token);

        Assert.Equal(SkipReason.ExcludedOrganizationalUnit(Unit), reason);
        Assert.Equal([$"ListParents {Sample.Id}"], _organization.Asked);
    }

    private ScopedOrganization Scoped(AccountScope scope) => new(_organization, scope);
}
