using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Accounts;

public class AccountScopeTests
{
    private const string Outer = "ou-ab12-00000001";
    private const string Inner = "ou-ab12-00000002";
    private const string Other = "ou-ab12-00000003";

    private static readonly ManagedAccount Nested = Sample.Account with { OrganizationalUnits = [Outer, Inner] };

    [Fact]
    public void Without_settings_every_active_account_is_in() => Assert.Null(AccountScope.Everything.Judge(Sample.Account));

    [Fact]
    public void Without_settings_no_units_are_needed() => Assert.False(AccountScope.Everything.NeedsOrganizationalUnits);

    [Fact]
    public void An_excluded_account_alone_needs_no_units() =>
        Assert.False(new AccountScope([], [], [Sample.Id]).NeedsOrganizationalUnits);

    [Fact]
    public void Units_are_needed_where_some_are_included() =>
        Assert.True(new AccountScope([Outer], [], []).NeedsOrganizationalUnits);

    [Fact]
    public void Units_are_needed_where_some_are_excluded() =>
        Assert.True(new AccountScope([], [Outer], []).NeedsOrganizationalUnits);

    [Fact]
    public void An_excluded_account_is_out() =>
        Assert.Equal(SkipReason.ExcludedAccount, new AccountScope([], [], [Sample.Id]).Judge(Sample.Account));

    [Fact]
    public void Another_account_is_not_excluded_with_it() =>
        Assert.Null(new AccountScope([], [], [Sample.Management]).Judge(Sample.Account));

    [Fact]
    public void An_excluded_account_in_an_included_unit_is_out() =>
        Assert.Equal(SkipReason.ExcludedAccount, new AccountScope([Inner], [], [Sample.Id]).Judge(Nested));

    [Theory]
    [InlineData(Outer)]
    [InlineData(Inner)]
    public void An_account_anywhere_below_an_included_unit_is_in(string unit) =>
        Assert.Null(new AccountScope([unit], [], []).Judge(Nested));

    [Theory]
    [InlineData(Outer)]
    [InlineData(Inner)]
    public void An_account_anywhere_below_an_excluded_unit_is_out(string unit) =>
        Assert.Equal(SkipReason.ExcludedOrganizationalUnit(unit), new AccountScope([], [unit], []).Judge(Nested));

    [Fact]
    public void An_excluded_unit_outside_an_included_one_wins() =>
        Assert.Equal("excluded-ou", new AccountScope([Inner], [Outer], []).Judge(Nested)?.Code);

    [Fact]
    public void An_excluded_unit_inside_an_included_one_wins() =>
        Assert.Equal("excluded-ou", new AccountScope([Outer], [Inner], []).Judge(Nested)?.Code);

    [Fact]
    public void Excluding_one_unit_leaves_the_others_in() => Assert.Null(new AccountScope([], [Other], []).Judge(Nested));

    [Fact]
    public void An_account_in_no_included_unit_is_out() =>
        Assert.Equal(SkipReason.NotIncluded, new AccountScope([Other], [], []).Judge(Nested));

    [Fact]
    public void An_account_below_the_root_alone_is_in_no_unit() =>
        Assert.Equal(SkipReason.NotIncluded, new AccountScope([Outer], [], []).Judge(Sample.Account with { OrganizationalUnits = [] }));

    [Fact]
    public void A_decision_that_takes_unknown_units_is_not_guessed() =>
        Assert.Throws<ArgumentException>(() => new AccountScope([Outer], [], []).Judge(Sample.Account));

    [Fact]
    public void A_suspended_account_is_out_before_its_units_matter() =>
        Assert.Equal("suspended", new AccountScope([Outer], [], []).Judge(Sample.Account with { State = AccountState.Suspended })?.Code);
}
