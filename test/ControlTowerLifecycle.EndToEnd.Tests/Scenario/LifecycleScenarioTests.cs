using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Scenario;

/// <summary>The events that the other tests prove separately, one after the other in one organization.</summary>
public sealed class LifecycleScenarioTests
{
    private const string Onboarded = "onboarded create-role put-role-policy record-no-connector register-connector";

    /// <summary>The role trusts both IDs until the connector has the ID of the tenant.</summary>
    private const string ExternalIdSwitched = "update-trust modify-connector update-trust";

    [Fact]
    public async Task Every_account_has_the_expected_state_after_all_events()
    {
        await using var scenario = await LifecycleScenario.StartAsync();

        var counts = await RunAsync(scenario);

        TestContext.Current.TestOutputHelper!.WriteLine(scenario.Log.ToString());
        Assert.Equal(Expected, scenario.Log.Entries);
        Assert.Equal((1, 2, 0, 3), counts);
        Assert.Equal(Table, scenario.Stack.Judge.All().Select(Describe));
        Assert.Equal(
            ["without-permissions"],
            scenario.Stack.Server.Topic.Messages.Select(message => FindName(scenario.Stack, message.Subject!)));
        Assert.True(scenario.Stack.Deployment.DeadLetters.Counts.IsEmpty);
        Assert.Contains(scenario.Stack.Server.Vendor.Calls.Records, call => call.Status == 401);
        Assert.Empty(scenario.Stack.Server.Failures);
    }

    private static IReadOnlyList<string> Expected { get; } =
    [
        "the stack is deployed | all accounts | 10 queued",
        $"an account is vended | payments-prod | {Onboarded}",
        "an account is moved | Workload 1 | unchanged",
        "an account is suspended | Workload 2 | nothing",
        "an account is closed | Workload 3 | left remove-connector forget-connector",
        "Control Tower no longer governs an account | Workload 4 | "
            + "left remove-connector forget-connector delete-role-policy delete-role",
        $"the account is enrolled again | Workload 4 | {Onboarded}",
        "an account is vended, its event is lost | event-lost | nothing",
        "the role's policy is edited | Workload 5 | nothing",
        "the role's trust is edited | Workload 6 | nothing",
        $"the schedule reconciles all accounts | event-lost | {Onboarded}",
        "the schedule reconciles all accounts | Workload 5 | onboarded put-role-policy",
        $"the schedule reconciles all accounts | Workload 6 | onboarded {ExternalIdSwitched}",
        "the API key is rotated |  | nothing",
        $"an account is vended | after-the-rotation | {Onboarded}",
        "the tenant gets a new external ID |  | nothing",
        $"the schedule reconciles again | Workload 1 | onboarded {ExternalIdSwitched}",
        $"the schedule reconciles again | payments-prod | onboarded {ExternalIdSwitched}",
        "an account is vended, its execution role denies CreateRole | without-permissions | rejected",
        $"the role is repaired, the dead letter is redriven | without-permissions | {Onboarded}",
    ];

    private static IReadOnlyList<string> Table { get; } =
    [
        "Management: protected", "Audit: protected", "Log Archive: protected", "Workload 1: protected",
        "Workload 2: suspended", "Workload 3: closed, its connectors none", "Workload 4: protected",
        "Workload 5: protected", "Workload 6: protected", "Former project: suspended",
        "Acquired company: not governed: no execution role", "Legacy billing: protected", "payments-prod: protected",
        "event-lost: protected", "after-the-rotation: protected", "without-permissions: protected",
    ];

    /// <returns>What the first reconciliation found missing, drifted and failed, and how many it queued.</returns>
    private static async Task<(int, int, int, int)> RunAsync(LifecycleScenario scenario)
    {
        var (workload, payments) = (Workloads(scenario.Stack), await scenario.VendAsync("payments-prod"));
        await scenario.MoveAsync(workload[0]);
        scenario.Suspend(workload[1]);
        await scenario.CloseAsync(workload[2]);
        await scenario.UnenrollAsync(workload[3]);
        await scenario.EnrollAgainAsync(workload[3]);
        var lost = await scenario.LoseEventAsync();
        scenario.EditRoles(policy: workload[4], trust: workload[5]);
        var walk = JsonNode.Parse(await scenario.ReconcileAsync(
            "the schedule reconciles all accounts", lost, workload[4], workload[5]))!;
        scenario.RotateKey();
        await scenario.VendAsync("after-the-rotation");
        scenario.ChangeExternalId();
        await scenario.ReconcileAsync("the schedule reconciles again", workload[0], payments);
        await scenario.RedriveAsync();
        return ((int)walk["missing"]!, (int)walk["drifted"]!, (int)walk["failed"]!, (int)walk["queued"]!);
    }

    private static NamedAccount[] Workloads(TestStack stack) =>
    [
        .. stack.Organization.Accounts
            .Where(account => account.Name.StartsWith("Workload", StringComparison.Ordinal))
            .Select(account => new NamedAccount(account.Id, account.Name)),
    ];

    private static string Describe(ProtectionVerdict verdict) => verdict switch
    {
        { IsProtected: true } => $"{verdict.Account.Name}: protected",
        { Account.State: SandboxAccountState.Closed } =>
            $"{verdict.Account.Name}: closed, its connectors {verdict.Connector}",
        _ => $"{verdict.Account.Name}: {verdict.Skipped ?? verdict.Lacks}",
    };

    private static string FindName(TestStack stack, string subject) =>
        stack.Organization.Accounts.Single(account => subject.Contains(account.Id, StringComparison.Ordinal)).Name;
}
