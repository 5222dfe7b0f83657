using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scale;

/// <summary>What an account costs, whatever the size of the organization, which <c>LIFECYCLE_ACCOUNTS</c> says.</summary>
[Trait("Category", "Long")]
public sealed class ScaleTests(ScaledOrganization organization) : IClassFixture<ScaledOrganization>
{
    /// <summary>From here on the accounts outweigh what a process needs anyhow.</summary>
    private const int FullSize = 10_000;

    private const int TriedBeforeADeployment = 3;

    /// <summary>A run that takes longer to register looks once more whether it was alone.</summary>
    private const int Lead = 5_000;

    /// <summary>A peak is a matter of when the collector ran: the highest of a few tells what a process takes.</summary>
    private const int Measurements = 3;

    private ScaleScenario Scenario => organization.Scenario;

    [Theory]
    [InlineData("deploy")]
    [InlineData("update")]
    [InlineData("reconcile")]
    public void Every_eligible_account_is_protected_afterwards(string phase) =>
        Assert.Empty(Scenario.Phase(phase).Unprotected);

    [Theory]
    [InlineData("deploy")]
    [InlineData("update")]
    [InlineData("reconcile")]
    public void Nothing_else_is_touched(string phase) => Assert.Empty(Scenario.Phase(phase).Touched);

    [Fact]
    public void A_new_account_costs_at_most_a_search_and_a_registration_at_the_vendor()
    {
        var deploy = Scenario.Phase("deploy");
        var slow = deploy.Outcomes
            .Where(outcome => outcome.Milliseconds >= Lead)
            .Select(outcome => outcome.AccountId)
            .ToHashSet(StringComparer.Ordinal);
        var more = deploy.VendorCalls().Where(account => account.Value > 2 && !slow.Contains(account.Key)).ToList();

        Assert.All(more, account => Assert.Equal(3, account.Value));
        Assert.InRange(more.Count, 0, TriedBeforeADeployment);
        Assert.Equal(
            Scenario.Eligible.Where(id => id != DefaultOrganization.PredecessorId).ToDictionary(id => id, _ => 1),
            deploy.VendorCalls(ScalePhase.Register));
    }

    [Fact]
    public void An_update_refreshes_every_role_without_a_call_of_the_vendor_about_any_account()
    {
        var update = Scenario.Phase("update");

        Assert.Empty(update.VendorCalls());
        Assert.Equal(Scenario.Eligible.Count, update.OfAccounts.Count(record => record.Call.Operation == "PutRolePolicy"));
    }

    [Fact]
    public void A_reconciliation_queues_what_has_drifted_and_nothing_else()
    {
        Assert.Equal(Scenario.Drifted.Count, (int)Scenario.Reconciled["queued"]!);
        Assert.Equal(
            Scenario.Drifted.Order(StringComparer.Ordinal),
            Scenario.Phase("reconcile").Outcomes.Select(outcome => outcome.AccountId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_reconciliation_looks_into_every_account_and_asks_the_vendor_about_none_that_is_right()
    {
        var reconcile = Scenario.Phase("reconcile");

        Assert.Empty(reconcile.VendorCalls().Keys.Except(Scenario.Drifted));
        Assert.Empty(Scenario.Eligible.Except(reconcile.OfAccounts
            .Where(record => record.Call.Operation == "GetRole")
            .Select(record => record.Call.AccountId!)));
    }

    [Fact]
    public async Task What_was_measured_is_kept_as_one_document()
    {
        var json = ScaleReport.Of(Scenario).ToJson();
        var file = Path.Join(RepositoryRoot.Path, "artifacts", $"scale-{Scenario.Accounts}.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);

        await File.WriteAllTextAsync(file, json, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper!.WriteLine(json);
        Assert.All(Scenario.Phases, phase => Assert.All(phase.PeakMemoryBytes.Values, bytes => Assert.True(bytes > 0)));
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_organization()
    {
        Assert.SkipWhen(
            Scenario.Accounts < FullSize,
            $"A process's own memory hides what {Scenario.Accounts} accounts take: set {ScaledOrganization.Variable}={FullSize}.");
        var small = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var measurement = 0; measurement < Measurements; measurement++)
        {
            await using var tenth = await ScaleScenario.RunAsync(Scenario.Accounts / 10);
            foreach (var (function, bytes) in tenth.Phases[^1].PeakMemoryBytes)
                small[function] = Math.Max(bytes, small.GetValueOrDefault(function));
        }

        Assert.All(
            Scenario.Phases[^1].PeakMemoryBytes,
            function => Assert.InRange(function.Value, 0, small[function.Key] * 11 / 10));
    }
}
