using System.Text.RegularExpressions;
using ControlTowerLifecycle.EndToEnd.Tests.Contract;
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
        .Where(one => !NotProvenHere.Reasons.ContainsKey(one))
        .Select(one => (one.Role, one.Statement, one.Action))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_lifecycle_function_is_allowed_whatever_it_does(bool withEverything)
    {
        moto.Require();
        await using var stack = await MotoStack.DeployAsync(moto, withEverything);

        await OnboardsAsync(stack);
    }

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 3)]
    public async Task The_backfill_function_is_allowed_whatever_it_does(bool withEverything, int queued)
    {
        moto.Require();
        await using var stack = await MotoStack.DeployAsync(moto, withEverything);

        await QueuesAsync(stack, queued);
    }

    [Fact]
    public async Task What_is_not_proven_here_no_run_needs()
    {
        moto.Require();
        await using var stack = await MotoStack.DeployAsync(
            moto, withEverything: true, [.. NotProvenHere.Reasons.Keys]);

        await OnboardsAsync(stack);
        await QueuesAsync(stack, 3);
    }

    [Theory]
    [MemberData(nameof(Proven))]
    public async Task Without_a_permission_a_person_reads_which_one_is_missing(
        string role, string statement, string action)
    {
        moto.Require();
        var permission = new Permission(role, statement, action);
        await using var stack = await MotoStack.DeployAsync(moto, withEverything: true, permission);

        IReadOnlyList<string> told = role == Permission.Backfill
            ? [(await Runs.BackfillAsync(stack)).Reason ?? "nothing"]
            : [.. (await Runs.LifecycleAsync(stack)).RefusalsBeside(stack.Organization.Paralysed)];

        Assert.True(
            told.Any(text => IsRefusalOf(action, text)),
            $"""
            Nobody misses {permission}. One of three:
            - a run does not come past the call yet: have it made in {nameof(Runs)};
            - AWS, not the function's code, needs it: put it into {nameof(NotProvenHere)} with the reason;
            - nothing needs it: take it out of the stack.
            Told was: {string.Join('\n', told)}
            """);
    }

    [Fact]
    public void A_reason_is_given_only_for_permissions_that_are_in_the_template() =>
        Assert.Equal([], NotProvenHere.Reasons.Keys.Except(Permission.All));

    [Fact]
    public void Every_statement_of_the_template_is_deployed_where_all_conditions_hold()
    {
        var missing = Permission.Roles.SelectMany(role => DeployedTemplate.StatementsOf(role).Except(
            Permission.All.Where(one => one.Role == role).Select(one => one.Statement), StringComparer.Ordinal));

        Assert.True(
            !missing.Any(),
            $"Conditions do not hold; mend that in {nameof(StackParameters)}: {string.Join(", ", missing)}");
    }

    /// <summary>The operation has the action's name, and is not the beginning of another one's.</summary>
    private static bool IsRefusalOf(string action, string text) =>
        text.Contains("AccessDenied", StringComparison.Ordinal)
        && Regex.IsMatch(text, $@"\b{action.Split(':')[1]}\b", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static async Task OnboardsAsync(MotoStack stack)
    {
        var organization = stack.Organization;

        var run = await Runs.LifecycleAsync(stack);

        Assert.Equal([], run.RefusalsBeside(organization.Paralysed));
        Assert.Equal("onboarded", Assert.Single(run.OutcomesOf(organization.Member)).Outcome);
        Assert.Equal(
            [
                "onboarded: create-role put-role-policy register-connector",
                "onboarded: update-trust put-role-policy detach-role-policy",
            ],
            run.OutcomesOf(organization.Management).Select(one => $"{one.Outcome}: {string.Join(' ', one.Steps)}"));
        Assert.Equal("rejected", Assert.Single(run.OutcomesOf(organization.Paralysed)).Outcome);
        Assert.Contains(
            organization.Paralysed.Id, Assert.Single(await stack.NotifiedAsync()), StringComparison.Ordinal);
    }

    /// <summary>Of the four accounts of the organization.</summary>
    private static async Task QueuesAsync(MotoStack stack, int queued)
    {
        var result = await Runs.BackfillAsync(stack);

        Assert.Equal((StackStatus.CreateComplete, null), (result.Status, result.Reason));
        Assert.Equal($"{4 - queued}", result.Data["Skipped"]);
        Assert.Equal(queued, (await stack.QueuedAsync()).Count);
    }
}
