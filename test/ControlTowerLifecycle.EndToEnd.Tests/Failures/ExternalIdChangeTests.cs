using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.CloudFormation;
using ControlTowerLifecycle.Sandbox.Deployment;
using ControlTowerLifecycle.Sandbox.Lambda;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

/// <summary>
/// The tenant's external ID changes at the vendor in an organization of 50 accounts, while a reconcile, the queue and new
/// accounts are processed. What a connector sends until it is modified is not documented, so both are played.
/// </summary>
public sealed class ExternalIdChangeTests
{
    private const int Accounts = 50;
    private const string OldOwnId = "previous-external-id";

    /// <summary>The write of the first reconcile and the vended accounts at which the ID changes.</summary>
    private const int SwitchedAt = 5;

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Every_role_trusts_the_ID_that_the_vendor_sends_while_it_changes(bool connectorsKeepTheirId, bool killed)
    {
        await using var stack = await StartAsync(connectorsKeepTheirId);
        var vendor = stack.Server.Vendor;
        var before = vendor.ExternalId;
        var after = "";
        var kills = 0;
        using var timeline = new TrustTimeline(stack, [before, vendor.NextExternalId, OldOwnId], (number, call) =>
        {
            if (number == SwitchedAt)
                after = vendor.ChangeExternalId();
            if (killed && after.Length > 0 && call.Operation is "UpdateAssumeRolePolicy" or "POST /awsconnectors/{id}"
                && Interlocked.Increment(ref kills) is 5 or 40)
                stack.Lifecycle.KillCurrent(_ => true);
        });
        timeline.Record("the start");

        List<string> vended = [.. Vend(stack, "before")];
        await ReconcileAsync(stack);
        await stack.WaitUntilIdleAsync();
        vended.AddRange(Vend(stack, "during"));
        await ReconcileAsync(stack);
        await stack.WaitUntilIdleAsync();
        await ReconcileAsync(stack);
        await stack.WaitUntilIdleAsync();
        timeline.Record("the end");

        Assert.Equal(vendor.ExternalId, after);
        Assert.Equal(killed, stack.Lifecycle.Counts.Crashes > 0);
        AssertTrusted(timeline.Moments, connectorsKeepTheirId);
        AssertEnded(timeline.Moments, after, vended);
        stack.AssertProtected(vended);
        Assert.Equal(0, stack.Deployment.DeadLetters.Counts.Visible);
    }

    /// <summary>
    /// If the vendor changes all connectors at once, a role cannot trust the new ID before it is known; it trusts one of both.
    /// </summary>
    private static void AssertTrusted(IReadOnlyList<Moment> moments, bool connectorsKeepTheirId)
    {
        Assert.Equal([], moments.Where(moment => moment.Trusted is []).Take(3));
        if (connectorsKeepTheirId)
            Assert.Equal([], moments.Where(moment => moment.Sent.Except(moment.Trusted, StringComparer.Ordinal).Any()).Take(3));
    }

    private static void AssertEnded(IReadOnlyList<Moment> moments, string after, IReadOnlyList<string> vended)
    {
        var last = moments.Where(moment => moment.Number == moments[^1].Number).ToList();
        Assert.True(last.Count >= Accounts, $"{last.Count} accounts");
        Assert.All(last, moment => Assert.Equal([after], moment.Trusted));
        Assert.All(last, moment => Assert.Equal([after], moment.Sent));
        Assert.Subset(last.Select(moment => moment.Account).ToHashSet(StringComparer.Ordinal), vended.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>All accounts are onboarded, and the processes know the ID before the change.</summary>
    private static async Task<TestStack> StartAsync(bool connectorsKeepTheirId)
    {
        var stack = await TestStack.StartConnectedAsync(new DeploymentOptions
        {
            Sandbox = TestStack.Quick.Sandbox with { Accounts = Accounts },
            ReturnAfter = TestStack.Quick.ReturnAfter,
            Variables = TestStack.Variable("WORKLOAD_SECURITY_KEEP_EXTERNAL_ID", "true"),
        });
        stack.Server.Vendor.ConnectorsKeepExternalId = connectorsKeepTheirId;
        Assert.Equal(StackStatus.CreateComplete, (await stack.CreateAsync("1")).Status);
        await stack.WaitUntilIdleAsync();

        // Found by the first reconcile: connectors with IDs of their own.
        for (var number = 0; number < 3; number++)
        {
            var account = stack.Vend(InitialState.OldExternalId);
            var connectors = stack.Server.Vendor.Connectors;
            connectors.Replace(connectors.Of(account.Id)[0] with { OwnExternalId = OldOwnId });
        }

        return stack;
    }

    /// <summary>Accounts that Control Tower vends, with their events.</summary>
    private static IEnumerable<string> Vend(TestStack stack, string name)
    {
        for (var number = 0; number < 4; number++)
        {
            var account = stack.Vend($"{name}-{number}");
            stack.Announce(account);
            yield return account.Id;
        }
    }

    private static async Task ReconcileAsync(TestStack stack)
    {
        var result = await stack.WaitUntilAsync(
            "the reconcile ended", token => stack.Deployment.Backfill.InvokeAsync("""{"reconcile":"all"}""", token));
        Assert.True(result is InvocationResult.Succeeded, result.Payload);
    }
}
