using System.Text.Json.Nodes;
using ControlTowerLifecycle.EndToEnd.Tests.Running;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Events;
using ControlTowerLifecycle.Sandbox.Organizations;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.DayInTheLife;

/// <summary>What the other tests prove one at a time, all in one organization, one after another.</summary>
public sealed class DayInTheLifeTests
{
    private const string Onboarded = "onboarded create-role put-role-policy register-connector";

    /// <summary>Both IDs are let in until the connector has taken the tenant's.</summary>
    private const string Turned = "update-trust modify-connector update-trust";

    [Fact]
    public async Task Whatever_happens_in_a_day_every_account_is_as_it_should_be_in_the_end()
    {
        await using var day = await Day.BeginAsync();

        var found = await LiveAsync(day);

        TestContext.Current.TestOutputHelper!.WriteLine(day.Diary.ToString());
        Assert.Equal(Expected, day.Diary.Entries);
        Assert.Equal((1, 2, 0, 3), found);
        Assert.Equal(Table, day.Stack.Judge.All().Select(Describe));
        Assert.Equal(
            ["powerless"],
            day.Stack.Server.Topic.Messages.Select(message => Named(day.Stack, message.Subject!)));
        Assert.True(day.Stack.Deployment.DeadLetters.Counts.IsEmpty);
        Assert.Contains(day.Stack.Server.Vendor.Calls.Records, call => call.Status == 401);
        Assert.Empty(day.Stack.Server.Failures);
    }

    private static IReadOnlyList<string> Expected { get; } =
    [
        "the stack is deployed | all of them | 10 queued",
        $"an account is vended | payments-prod | {Onboarded}",
        "an account is moved | Workload 1 | unchanged",
        "an account is suspended | Workload 2 | nothing",
        "an account is closed | Workload 3 | left remove-connector forget-connector",
        "an account is given up by Control Tower | Workload 4 | left remove-connector forget-connector delete-role-policy delete-role",
        $"the account is enrolled again | Workload 4 | {Onboarded}",
        "an account is vended, its event is lost | nobody-heard-of | nothing",
        "somebody edits the role's policy | Workload 5 | nothing",
        "somebody edits the role's trust | Workload 6 | nothing",
        $"the schedule looks at all accounts | nobody-heard-of | {Onboarded}",
        "the schedule looks at all accounts | Workload 5 | onboarded put-role-policy",
        $"the schedule looks at all accounts | Workload 6 | onboarded {Turned}",
        "the API key is rotated |  | nothing",
        $"an account is vended | after-the-rotation | {Onboarded}",
        "the tenant gets another external ID |  | nothing",
        $"the schedule looks again | Workload 1 | onboarded {Turned}",
        $"the schedule looks again | payments-prod | onboarded {Turned}",
        "an account is vended that nothing can be done in | powerless | rejected",
        $"that is mended, and its dead letter sent again | powerless | {Onboarded}",
    ];

    private static IReadOnlyList<string> Table { get; } =
    [
        "Management: protected", "Audit: protected", "Log Archive: protected", "Workload 1: protected",
        "Workload 2: suspended", "Workload 3: closed, its connectors none", "Workload 4: protected",
        "Workload 5: protected", "Workload 6: protected", "Former project: suspended",
        "Acquired company: not governed: no execution role", "Legacy billing: protected", "payments-prod: protected",
        "nobody-heard-of: protected", "after-the-rotation: protected", "powerless: protected",
    ];

    /// <returns>What the first reconciliation found missing, drifted and failed, and how many it queued.</returns>
    private static async Task<(int, int, int, int)> LiveAsync(Day day)
    {
        var (workload, payments) = (Workloads(day.Stack), await day.VendAsync("payments-prod"));
        await day.MoveAsync(workload[0]);
        day.Suspend(workload[1]);
        await day.CloseAsync(workload[2]);
        await day.GiveUpAsync(workload[3]);
        await day.EnrollAgainAsync(workload[3]);
        var lost = await day.LoseEventAsync();
        day.Spoil(policy: workload[4], trust: workload[5]);
        var walk = JsonNode.Parse(await day.ReconcileAsync(
            "the schedule looks at all accounts", lost, workload[4], workload[5]))!;
        day.RotateKey();
        await day.VendAsync("after-the-rotation");
        day.ChangeExternalId();
        await day.ReconcileAsync("the schedule looks again", workload[0], payments);
        await day.ReplayAsync();
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

    private static string Named(TestStack stack, string subject) =>
        stack.Organization.Accounts.Single(account => subject.Contains(account.Id, StringComparison.Ordinal)).Name;
}
