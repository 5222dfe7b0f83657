using System.Text.RegularExpressions;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.EndToEnd.Tests.Moto;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Play;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>
/// Real processes with the policies of the approved template, checked by moto: the policies are sufficient, and every
/// permission in them is needed.
/// </summary>
public sealed class RolePermissionTests(MotoProcess moto) : IClassFixture<MotoProcess>
{
    /// <summary>Every permission of the template except those that no run can prove.</summary>
    public static TheoryData<string, string, string> Proven => [.. Permission.All
        .Where(permission => !UnprovenPermissions.Reasons.ContainsKey(permission))
        .Select(permission => (permission.Role, permission.Statement, permission.Action))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lifecycle_function_has_every_permission_it_needs(bool withEverything)
    {
        moto.Require();
        await using var stack = await MotoStack.DeployAsync(moto, withEverything);

        await AssertOnboardsAsync(stack, withEverything);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Backfill_function_has_every_permission_it_needs(bool withEverything)
    {
        moto.Require();
        await using var stack = await MotoStack.DeployAsync(moto, withEverything);

        await AssertQueuesAsync(stack, withEverything);
    }

    [Theory]
    [InlineData(Permission.Lifecycle)]
    [InlineData(Permission.Backfill)]
    public async Task Unproven_permissions_are_needed_by_no_run(string role)
    {
        moto.Require();
        await using var stack = await MotoStack.DeployAsync(
            moto, withEverything: true, [.. UnprovenPermissions.Reasons.Keys]);

        await (role == Permission.Lifecycle
            ? AssertOnboardsAsync(stack, withEverything: true)
            : AssertQueuesAsync(stack, withEverything: true));
    }

    [Theory]
    [MemberData(nameof(Proven))]
    public async Task Missing_permission_is_reported_or_counted(
        string role, string statement, string action)
    {
        moto.Require();
        var permission = new Permission(role, statement, action);
        await using var stack = await MotoStack.DeployWithoutAsync(moto, permission);

        var (failures, isCounted) = role == Permission.Backfill
            ? Report(await PermissionRuns.BackfillAsync(stack))
            : ([.. (await PermissionRuns.LifecycleAsync(stack)).RefusalsExcept(stack.Organization.Failing)], false);

        Assert.True(
            isCounted || failures.Any(text => IsRefusal(action, text)),
            $"""
            The run succeeds without {permission}. There are three possible reasons:
            - No run makes the call yet: add the call to {nameof(PermissionRuns)}.
            - AWS needs it, not the function's code: add it to {nameof(UnprovenPermissions)} with the reason.
            - It is not needed: remove it from the stack.
            Failures: {string.Join('\n', failures)}
            """);
    }

    [Fact]
    public void Reasons_name_only_permissions_of_the_template() =>
        Assert.Equal([], UnprovenPermissions.Reasons.Keys.Except(Permission.All));

    [Fact]
    public void Deployment_with_all_conditions_has_every_statement_of_the_template()
    {
        var missing = Permission.Roles.SelectMany(role => DeployedTemplate.ReadSids(role).Except(
            Permission.All.Where(permission => permission.Role == role).Select(permission => permission.Statement),
            StringComparer.Ordinal));

        Assert.True(
            !missing.Any(),
            $"Correct {nameof(StackParameters)}: conditions of these statements do not hold: "
            + string.Join(", ", missing));
    }

    private static (IReadOnlyList<string> Failures, bool IsCounted) Report(BackfillRunResult run) =>
        ([.. run.Failures], run.Unread > 0);

    /// <summary>
    /// The text must name the whole operation, because some names begin with the name of another one.
    /// </summary>
    private static bool IsRefusal(string action, string text) =>
        text.Contains("AccessDenied", StringComparison.Ordinal)
        && Regex.IsMatch(text, $@"\b{action.Split(':')[1]}\b", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static async Task AssertOnboardsAsync(MotoStack stack, bool withEverything)
    {
        var organization = stack.Organization;

        var run = await PermissionRuns.LifecycleAsync(stack);

        Assert.Equal([], run.RefusalsExcept(organization.Failing));
        Assert.Equal(
            withEverything ? ["onboarded", $"skipped: {SkipReason.StillGoverned.Sentence}"] : ["onboarded"],
            run.OutcomesFor(organization.Member).Select(Describe));
        Assert.Equal(
            withEverything ? [$"left: {SkipReason.NotInOrganization.Sentence}"] : [],
            run.OutcomesFor(organization.Departed).Select(Describe));
        Assert.Equal(
            ["onboarded", "onboarded"],
            run.OutcomesFor(organization.Management).Select(outcome => outcome.Outcome));
        Assert.Equal(
            ExpectedSteps(withEverything).Select(Sorted),
            run.OutcomesFor(organization.Management).Select(outcome => Sorted(string.Join(' ', outcome.Steps))));
        Assert.Equal("rejected", Assert.Single(run.OutcomesFor(organization.Denied)).Outcome);
        Assert.Equal("retry", Assert.Single(run.OutcomesFor(organization.Unregistered)).Outcome);
        foreach (var queue in new[] { MotoResources.Subscriber, "WorkQueueDeadLetters" })
        {
            Assert.Single(
                await stack.ReadBodiesAsync(queue),
                body => body.Contains(organization.Denied.Id, StringComparison.Ordinal));
        }

        // Both protections are applied at the same time.
        static string Sorted(string steps) => string.Join(' ', steps.Split(' ').Order(StringComparer.Ordinal));

        static string Describe(LoggedOutcome outcome) =>
            outcome.Why is null ? outcome.Outcome : $"{outcome.Outcome}: {outcome.Why}";
    }

    /// <summary>The steps in the management account: of its onboarding, and of the repair.</summary>
    private static string[] ExpectedSteps(bool withEverything) => withEverything
        ?
        [
            "create-role put-role-policy record-no-connector register-connector create-oidc-provider create-policy create-policy "
                + "create-policy create-role attach-role-policy attach-role-policy attach-role-policy put-role-policy "
                + "record-no-connection connect-account connection-managed",
            "update-trust put-role-boundary put-role-policy detach-role-policy update-oidc-thumbprints delete-policy-version "
                + "update-policy update-trust tag-role",
        ]
        : ["create-role put-role-policy register-connector", "update-trust put-role-policy detach-role-policy"];

    /// <summary>
    /// The organization has five accounts. With all conditions, the only account of the unit is excluded. Two accounts
    /// have a connector and no role.
    /// </summary>
    private static async Task AssertQueuesAsync(MotoStack stack, bool withEverything)
    {
        var excluded = withEverything ? 1 : 0;

        var run = await PermissionRuns.BackfillAsync(stack);

        Assert.Equal([], run.Failures);
        Assert.Equal(StackStatus.CreateComplete, run.Created.Status);
        Assert.Equal(($"{5 - excluded}", $"{excluded}"), (run.Created.Data["Queued"], run.Created.Data["Skipped"]));
        Assert.Equal("known", (string?)run.All["governance"]);
        Assert.Equal((5, 3 - excluded, 2), (Count("accounts"), Count("missing"), Count("drifted")));
        Assert.Equal(0, run.Unread);
        Assert.Equal((1, 1 - excluded), ((int)run.Unit["accounts"]!, (int)run.Unit["queued"]!));
        Assert.Equal(
            (5 - excluded) + (5 - excluded) + (1 - excluded), (await stack.ReadBodiesAsync("WorkQueue")).Count);

        int Count(string name) => (int)run.All[name]!;
    }
}
