using System.Text.Json;
using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Functions;

public sealed class WalkMetricsTests : BackfillFixture
{
    [Fact]
    public async Task Reconcile_of_the_whole_organization_counts_all_accounts()
    {
        Walk.Accounts = [.. FakeWalk.Active(3), FakeWalk.Account(3, AccountState.Suspended)];
        KeyDaysLeft = _ => Task.FromResult(12.5);

        await InvokeAsync("""{"reconcile":"all"}"""u8.ToArray());

        var all = Metrics()[0];
        Assert.Equal(
            (4, 0, 3, 0, 0, 3, 1, 12.5),
            (all.GetProperty("AccountsTotal").GetInt32(), all.GetProperty("AccountsProtected").GetInt32(), all.GetProperty("AccountsMissing").GetInt32(),
                all.GetProperty("AccountsDrifted").GetInt32(), all.GetProperty("AccountsFailed").GetInt32(), all.GetProperty("AccountsUnprotected").GetInt32(),
                all.GetProperty("AccountsSkipped").GetInt32(), all.GetProperty("ApiKeyDaysLeft").GetDouble()));
    }

    [Fact]
    public async Task Skipped_accounts_are_counted_by_reason()
    {
        Walk.Accounts = [FakeWalk.Account(0, AccountState.Suspended), FakeWalk.Account(1, AccountState.Closed)];

        await InvokeAsync("""{"reconcile":"all"}"""u8.ToArray());

        Assert.Equal(
            [("closed", 1), ("suspended", 1)],
            Metrics().Skip(1).Select(line => (line.Text("Reason"), line.GetProperty("AccountsSkipped").GetInt32())));
    }

    [Fact]
    public async Task Reconcile_of_a_unit_counts_no_accounts()
    {
        Walk.Accounts = FakeWalk.Active(1);
        KeyDaysLeft = _ => Task.FromResult(12.5);

        await InvokeAsync("""{"reconcile":"ou-ab12-c3d4e5f6"}"""u8.ToArray());

        var line = Assert.Single(Metrics());
        Assert.False(line.TryGetProperty("AccountsTotal", out _));
        Assert.Equal(12.5, line.GetProperty("ApiKeyDaysLeft").GetDouble());
    }

    [Fact]
    public async Task Counts_are_written_although_the_vendor_takes_the_rest_of_the_time()
    {
        Walk.Accounts = FakeWalk.Active(3);
        KeyDaysLeft = token =>
        {
            Time.Advance(TimeSpan.FromMinutes(15));
            return new TaskCompletionSource<double>().Task.WaitAsync(token);
        };

        await InvokeAsync("""{"reconcile":"all"}"""u8.ToArray());

        Assert.Equal(3, Metrics()[0].GetProperty("AccountsTotal").GetInt32());
        Assert.Contains("time ran out", Output.Line("API key expiry unknown").Text("why"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Walk_does_not_fail_if_the_expiry_of_the_key_is_unknown()
    {
        Walk.Accounts = FakeWalk.Active(1);
        KeyDaysLeft = _ => throw Failure.Lasting("the vendor refused GET /apikeys/current");

        await InvokeAsync("""{"reconcile":"all"}"""u8.ToArray());

        Assert.False(Metrics()[0].TryGetProperty("ApiKeyDaysLeft", out _));
        Assert.Contains(
            "/apikeys/current", Output.Line("API key expiry unknown").Text("why"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"reconcile":"all"}""")]
    [InlineData("""{"reconcile":"ou-ab12-c3d4e5f6"}""")]
    public async Task Governance_is_measured_in_every_reconcile(string payload)
    {
        Walk.Accounts = FakeWalk.Active(1);
        await InvokeAsync(System.Text.Encoding.UTF8.GetBytes(payload));
        Walk.Governance = new Governance.Known([.. Walk.Accounts.Select(account => account.Id)]);
        await InvokeAsync(System.Text.Encoding.UTF8.GetBytes(payload));

        Assert.Equal([1, 0], Metrics().Select(line => line.GetProperty("GovernanceUnknown").GetInt32()));
    }

    [Fact]
    public async Task Walk_over_a_unit_that_left_measures_no_governance()
    {
        Walk.Accounts = FakeWalk.Active(1);

        await InvokeAsync("DeregisterOrganizationalUnit.succeeded.json");

        Assert.Empty(Metrics());
    }

    private IReadOnlyList<JsonElement> Metrics() => Output.LinesOf("metrics");
}
