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
    public void Active_account_is_in_scope_by_default() => Assert.Null(AccountScope.Everything.Judge(Sample.Account));

    [Fact]
    public void Default_scope_needs_no_units() => Assert.False(AccountScope.Everything.NeedsOrganizationalUnits);

    [Fact]
    public void Account_exclusion_alone_needs_no_units() =>
        Assert.False(new AccountScope([], [], [Sample.Id]).NeedsOrganizationalUnits);

    [Fact]
    public void Unit_inclusion_needs_units() =>
        Assert.True(new AccountScope([Outer], [], []).NeedsOrganizationalUnits);

    [Fact]
    public void Unit_exclusion_needs_units() =>
        Assert.True(new AccountScope([], [Outer], []).NeedsOrganizationalUnits);

    [Fact]
    public void Excluded_account_is_skipped() =>
        Assert.Equal(SkipReason.ExcludedAccount, new AccountScope([], [], [Sample.Id]).Judge(Sample.Account));

    [Fact]
    public void Exclusion_of_one_account_affects_no_other() =>
        Assert.Null(new AccountScope([], [], [Sample.Management]).Judge(Sample.Account));

    [Fact]
    public void Excluded_account_in_an_included_unit_is_skipped() =>
        Assert.Equal(SkipReason.ExcludedAccount, new AccountScope([Inner], [], [Sample.Id]).Judge(Nested));

    [Theory]
    [InlineData(Outer)]
    [InlineData(Inner)]
    public void Account_at_any_depth_of_an_included_unit_is_in_scope(string unit) =>
        Assert.Null(new AccountScope([unit], [], []).Judge(Nested));

    [Theory]
    [InlineData(Outer)]
    [InlineData(Inner)]
    public void Account_at_any_depth_of_an_excluded_unit_is_skipped(string unit) =>
        Assert.Equal(SkipReason.ExcludedOrganizationalUnit(unit), new AccountScope([], [unit], []).Judge(Nested));

    [Fact]
    public void Excluded_outer_unit_wins_over_included_inner_unit() =>
        Assert.Equal("excluded-ou", new AccountScope([Inner], [Outer], []).Judge(Nested)?.Code);

    [Fact]
    public void Excluded_inner_unit_wins_over_included_outer_unit() =>
        Assert.Equal("excluded-ou", new AccountScope([Outer], [Inner], []).Judge(Nested)?.Code);

    [Fact]
    public void Exclusion_of_one_unit_affects_no_other() => Assert.Null(new AccountScope([], [Other], []).Judge(Nested));

    [Fact]
    public void Account_in_no_included_unit_is_skipped() =>
        Assert.Equal(SkipReason.NotIncluded, new AccountScope([Other], [], []).Judge(Nested));

    [Fact]
    public void Account_directly_under_the_root_is_in_no_unit() =>
        Assert.Equal(SkipReason.NotIncluded, new AccountScope([Outer], [], []).Judge(Sample.Account with { OrganizationalUnits = [] }));

    [Fact]
    public void Decision_without_the_needed_units_throws() =>
        Assert.Throws<ArgumentException>(() => new AccountScope([Outer], [], []).Judge(Sample.Account));

    [Fact]
    public void Suspended_account_is_skipped_without_its_units() =>
        Assert.Equal("suspended", new AccountScope([Outer], [], []).Judge(Sample.Account with { State = AccountState.Suspended })?.Code);
}
