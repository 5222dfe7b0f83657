using System.Text.RegularExpressions;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.EndToEnd.Tests.Moto;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// The functions' real process under the very policies of the approved template, with moto as the judge: they suffice,
/// and none of them is more than it takes.
/// </summary>
public sealed class RolePermissionTests(MotoProcess moto) : IClassFixture<MotoProcess>
{
    /// <summary>Every permission of the template, save for those that no run can prove.</summary>
    public static TheoryData<string, string, string> Proven => [.. Permission.All
        .Where(one => !UnprovenPermissions.Reasons.ContainsKey(one))
        .Select(one => (one.Role, one.Statement, one.Action))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_lifecycle_function_is_allowed_whatever_it_does(bool withEverything)
    {
        moto.Require();
        await using var stack = await MotoStack.DeployAsync(moto, withEverything);

        await OnboardsAsync(stack, withEverything);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_backfill_function_is_allowed_whatever_it_does(bool withEverything)
    {
        moto.Require();
        await using var stack = await MotoStack.DeployAsync(moto, withEverything);

        await QueuesAsync(stack, withEverything);
    }

    [Theory]
    [InlineData(Permission.Lifecycle)]
    [InlineData(Permission.Backfill)]
    public async Task What_is_not_proven_here_no_run_needs(string role)
    {
        moto.Require();
        await using var stack = await MotoStack.DeployAsync(
            moto, withEverything: true, [.. UnprovenPermissions.Reasons.Keys]);

        await (role == Permission.Lifecycle
            ? OnboardsAsync(stack, withEverything: true)
            : QueuesAsync(stack, withEverything: true));
    }

    [Theory]
    [MemberData(nameof(Proven))]
    public async Task Without_a_permission_a_person_reads_which_one_is_missing_or_counts_what_was_not_done(
        string role, string statement, string action)
    {
        moto.Require();
        var permission = new Permission(role, statement, action);
        await using var stack = await MotoStack.DeployAsync(moto, withEverything: true, permission);

        var (told, isCounted) = role == Permission.Backfill
            ? Told(await PermissionRuns.BackfillAsync(stack))
            : ([.. (await PermissionRuns.LifecycleAsync(stack)).RefusalsBeside(stack.Organization.Failing)], false);

        Assert.True(
            isCounted || told.Any(text => IsRefusalOf(action, text)),
            $"""
            Nobody misses {permission}. One of three:
            - a run does not come past the call yet: have it made in {nameof(PermissionRuns)};
            - AWS, not the function's code, needs it: put it into {nameof(UnprovenPermissions)} with the reason;
            - nothing needs it: take it out of the stack.
            Told was: {string.Join('\n', told)}
            """);
    }

    [Fact]
    public void A_reason_is_given_only_for_permissions_that_are_in_the_template() =>
        Assert.Equal([], UnprovenPermissions.Reasons.Keys.Except(Permission.All));

    [Fact]
    public void Every_statement_of_the_template_is_deployed_where_all_conditions_hold()
    {
        var missing = Permission.Roles.SelectMany(role => DeployedTemplate.StatementsOf(role).Except(
            Permission.All.Where(one => one.Role == role).Select(one => one.Statement), StringComparer.Ordinal));

        Assert.True(
            !missing.Any(),
            $"Conditions do not hold; mend that in {nameof(StackParameters)}: {string.Join(", ", missing)}");
    }

    private static (IReadOnlyList<string> Told, bool IsCounted) Told(BackfillRunResult run) =>
        ([.. run.Failures], run.NotLookedInto > 0);

    /// <summary>The operation has the action's name, and is not the beginning of another one's.</summary>
    private static bool IsRefusalOf(string action, string text) =>
        text.Contains("AccessDenied", StringComparison.Ordinal)
        && Regex.IsMatch(text, $@"\b{action.Split(':')[1]}\b", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static async Task OnboardsAsync(MotoStack stack, bool withEverything)
    {
        var organization = stack.Organization;

        var run = await PermissionRuns.LifecycleAsync(stack);

        Assert.Equal([], run.RefusalsBeside(organization.Failing));
        Assert.Equal(
            withEverything ? ["onboarded", $"skipped: {SkipReason.StillGoverned.Sentence}"] : ["onboarded"],
            run.OutcomesOf(organization.Member)
                .Select(one => one.Why is null ? one.Outcome : $"{one.Outcome}: {one.Why}"));
        Assert.Equal(
            [
                "onboarded: create-role put-role-policy register-connector",
                "onboarded: update-trust put-role-policy detach-role-policy",
            ],
            run.OutcomesOf(organization.Management).Select(one => $"{one.Outcome}: {string.Join(' ', one.Steps)}"));
        Assert.Equal("rejected", Assert.Single(run.OutcomesOf(organization.Paralysed)).Outcome);
        Assert.Equal("retry", Assert.Single(run.OutcomesOf(organization.Unregistered)).Outcome);
        foreach (var queue in new[] { MotoResources.Subscriber, "WorkQueueDeadLetters" })
        {
            Assert.Contains(
                organization.Paralysed.Id, Assert.Single(await stack.BodiesInAsync(queue)), StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// Five accounts: with everything one, the only one in its unit, is left out. Two are registered, and lack their
    /// role.
    /// </summary>
    private static async Task QueuesAsync(MotoStack stack, bool withEverything)
    {
        var leftOut = withEverything ? 1 : 0;

        var run = await PermissionRuns.BackfillAsync(stack);

        Assert.Equal([], run.Failures);
        Assert.Equal(StackStatus.CreateComplete, run.Created.Status);
        Assert.Equal(($"{5 - leftOut}", $"{leftOut}"), (run.Created.Data["Queued"], run.Created.Data["Skipped"]));
        Assert.Equal("known", (string?)run.All["governance"]);
        Assert.Equal((5, 3 - leftOut, 2), (Count("accounts"), Count("missing"), Count("drifted")));
        Assert.Equal(0, run.NotLookedInto);
        Assert.Equal((1, 1 - leftOut), ((int)run.Unit["accounts"]!, (int)run.Unit["queued"]!));
        Assert.Equal(
            (5 - leftOut) + (5 - leftOut) + (1 - leftOut), (await stack.BodiesInAsync("WorkQueue")).Count);

        int Count(string name) => (int)run.All[name]!;
    }
}
