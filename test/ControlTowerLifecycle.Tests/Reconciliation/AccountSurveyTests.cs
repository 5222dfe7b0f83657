using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;
using ControlTowerLifecycle.Tests.Fakes;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.Reconciliation;

/// <summary>What a walk decides about one account.</summary>
public class AccountSurveyTests
{
    private static readonly Governance Governed = WalkRig.Governing([Sample.Account]);

    private readonly WalkRig _rig = new(new FakeOrganization(Sample.Account));

    /// <summary>Registration, whether governance is known, and whether the role is ours.</summary>
    public static MatrixTheoryData<object, bool, bool> ChangedRoles { get; } = new(
        [
            new Registration.Right(WalkRig.KnownOf(Sample.Id)),
            new Registration.Several(),
            new Registration.Missing("fake"),
            new Registration.Drifted(),
        ],
        [true, false],
        [true, false]);

    [Fact]
    public async Task Account_that_needs_no_step_is_protected_and_not_queued()
    {
        var summary = await _rig.SummaryAsync();

        Assert.Equal((1, 0, 0), (summary.Protected, summary.Unprotected, summary.Queued));
    }

    [Fact]
    public async Task Governed_account_without_registration_is_missing_and_queued_without_a_search_at_the_vendor()
    {
        _rig.Governance = Governed;
        _rig.Registered = _ => new Registration.Missing("fake");

        var summary = await _rig.SummaryAsync();

        Assert.Equal((1, 1, 1), (summary.Missing, summary.Unprotected, summary.Queued));
        Assert.Equal([Sample.Id], _rig.Inspected);
        Assert.Empty(_rig.Searched);
    }

    [Fact]
    public async Task Governed_account_with_another_registration_is_inspected_and_queued_as_drifted()
    {
        _rig.Governance = Governed;
        _rig.Registered = _ => new Registration.Drifted();

        var summary = await _rig.SummaryAsync();

        Assert.Equal((1, 1), (summary.Drifted, summary.Queued));
        Assert.Equal([Sample.Id], _rig.Inspected);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Governed_account_that_cannot_be_read_is_queued_with_what_the_vendor_lists(bool isRefused)
    {
        _rig.Governance = Governed;
        _rig.Registered = _ => new Registration.Missing("fake");
        _rig.Inspection = _ => throw (isRefused ? WalkRig.Refused() : FakeProtection.Failure(FailureKind.NeedsOperator));

        var summary = await _rig.SummaryAsync();

        Assert.Equal((1, 0, 1), (summary.Missing, summary.Failed, summary.Queued));
    }

    [Fact]
    public async Task Account_with_several_registrations_is_inspected()
    {
        _rig.Registered = _ => new Registration.Several();

        Assert.Equal(1, (await _rig.SummaryAsync()).Protected);
        Assert.Equal([Sample.Id], _rig.Inspected);
    }

    [Fact]
    public async Task Account_with_a_drifted_role_is_queued_with_its_registration()
    {
        _rig.Governance = Governed;
        _rig.Inspection = _ => Task.FromResult<string[]>(["put-role-policy"]);

        Assert.Equal(1, (await _rig.SummaryAsync()).Drifted);
        Assert.Equal(
            ["""{"accountId":"444455556666","accountName":"payments-prod","origin":"governed","registrations":[{"protection":"fake","id":"444455556666","roleArn":"arn"}]}"""],
            _rig.Queued);
    }

    [Fact]
    public async Task Governed_account_that_cannot_be_entered_has_failed_and_is_queued()
    {
        var rig = new WalkRig(2)
        {
            Governance = WalkRig.Governing(WalkRig.Accounts(2)),
            Inspection = account => account.Number == 1 ? throw WalkRig.Refused() : Task.FromResult<string[]>([]),
        };

        var summary = await rig.SummaryAsync();

        Assert.Equal((1, 1, 1), (summary.Failed, summary.Unprotected, summary.Queued));
    }

    [Theory]
    [MemberData(nameof(ChangedRoles))]
    public async Task Account_whose_role_another_owner_changed_is_counted_and_logged_in_every_walk_and_never_queued(
        object registered, bool isGovernanceKnown, bool isWidened)
    {
        _rig.Governance = isGovernanceKnown ? Governed : _rig.Governance;
        _rig.Registered = _ => (Registration)registered;
        _rig.Conflict = _ => new Plan([])
        {
            Conflict = WorkloadSecurityFailure.WidenedRole(Sample.RoleArn, ["inline policy more"]),
            IsWidened = isWidened,
        };

        for (var walk = 1; walk <= 2; walk++)
        {
            var summary = await _rig.SummaryAsync();

            Assert.Equal(isWidened ? (1, 0) : (0, 1), (summary.Widened, summary.Failed));
            Assert.Equal((1, 0), (summary.Unprotected, summary.Queued));
            Assert.Equal(walk, _rig.ActionsRequired.Count);
        }

        Assert.StartsWith(
            $"444455556666 payments-prod: Role {Sample.RoleArn} has inline policy more", _rig.ActionsRequired[0], StringComparison.Ordinal);
        Assert.Empty(_rig.Queued);
    }

    [Fact]
    public async Task Account_whose_entry_is_denied_explicitly_has_failed_although_governance_is_unknown()
    {
        var rig = new WalkRig(2) { Inspection = account => account.Number == 1 ? throw Denied() : Task.FromResult<string[]>([]) };

        Assert.Equal((1, 0, 1), await CountsAsync(rig));

        static AccountEntryRefusedException Denied() => new("with an explicit deny in a service control policy", null)
        {
            RemoteSystem = "AWS STS",
            Operation = "AssumeRole",
            Kind = FailureKind.NeedsOperator,
        };

        static async Task<(int, int, int)> CountsAsync(WalkRig rig)
        {
            var summary = await rig.SummaryAsync();
            return (summary.Failed, summary.SkippedTotal, summary.Protected);
        }
    }

    [Theory]
    [InlineData(FailureKind.Retryable)]
    [InlineData(FailureKind.NeedsOperator)]
    public async Task Account_that_cannot_be_inspected_has_failed_and_is_queued(FailureKind kind)
    {
        _rig.Inspection = _ => throw FakeProtection.Failure(kind);

        var summary = await _rig.SummaryAsync();

        Assert.Equal((1, 1), (summary.Failed, summary.Queued));
    }

    [Theory]
    [InlineData(WalkKind.Deploy)]
    [InlineData(WalkKind.Reconcile)]
    public async Task Ungoverned_account_is_skipped_and_not_entered(WalkKind kind)
    {
        _rig.Governance = WalkRig.Governing(WalkRig.Accounts(3));

        var summary = await _rig.SummaryAsync(kind);

        Assert.Equal(["not-governed"], summary.Skipped.Keys);
        Assert.Equal("known", summary.Governance);
        Assert.Empty(_rig.Inspected);
        Assert.Empty(_rig.Queued);
    }

    [Theory]
    [InlineData(true, "governed")]
    [InlineData(false, "backfill")]
    public async Task Deployment_queues_every_account_and_states_whether_it_is_governed(bool isKnown, string origin)
    {
        _rig.Governance = isKnown ? Governed : _rig.Governance;

        var summary = await _rig.SummaryAsync(WalkKind.Deploy);

        Assert.Equal((1, 0), (summary.Queued, summary.Protected));
        Assert.Contains($"\"origin\":\"{origin}\",\"registrations\":[", Assert.Single(_rig.Queued), StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_most_sixteen_accounts_are_inspected_in_parallel()
    {
        var (now, most) = (0, 0);
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rig = new WalkRig(new FakeOrganization(WalkRig.Accounts(40)) { PageSize = 40 })
        {
            Inspection = async _ =>
            {
                var inside = Interlocked.Increment(ref now);
                SetMaximum(ref most, inside);
                if (inside == 16)
                    full.TrySetResult();
                await full.Task;
                await Task.Yield();
                Interlocked.Decrement(ref now);
                return [];
            },
        };

        Assert.Equal(40, (await rig.SummaryAsync()).Protected);

        Assert.Equal(16, most);
    }

    private static void SetMaximum(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
