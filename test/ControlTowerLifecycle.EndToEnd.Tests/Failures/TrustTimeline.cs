using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Faults;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Vendor;

namespace ControlTowerLifecycle.EndToEnd.Tests.Failures;

/// <summary>
/// Records, after every write of a function, which of the external IDs each connector role trusts and which one the vendor
/// sends. The sandbox's own evaluation of policies decides.
/// </summary>
internal sealed class TrustTimeline : IDisposable
{
    private static readonly Principal Vendor = new(
        SandboxVendor.AwsAccountId,
        AwsNames.Role(SandboxVendor.AwsAccountId, "WorkloadSecurityManager"),
        AwsNames.Session(SandboxVendor.AwsAccountId, "WorkloadSecurityManager", "timeline"));

    private readonly Lock _gate = new();
    private readonly TestStack _stack;
    private readonly string[] _ids;
    private readonly List<Moment> _moments = [];
    private readonly IDisposable _observer;

    /// <param name="stack">The stack.</param>
    /// <param name="ids">The external IDs to look for.</param>
    /// <param name="onWrite">Receives the number of each write, after it was recorded.</param>
    public TrustTimeline(TestStack stack, string[] ids, Action<int, SandboxCall> onWrite)
    {
        (_stack, _ids) = (stack, ids);
        _observer = stack.Server.Faults.OnWrite((call, _) =>
        {
            if (call.Service is "iam" or SandboxVendor.Name)
                onWrite(Record(call.Operation), call);
            return Task.CompletedTask;
        });
    }

    public IReadOnlyList<Moment> Moments
    {
        get { lock (_gate) return [.. _moments]; }
    }

    public void Dispose() => _observer.Dispose();

    /// <returns>The number of the record, from 1.</returns>
    public int Record(string after)
    {
        lock (_gate)
        {
            _moments.AddRange(_stack.Organization.Accounts
                .Select(account => account.Role(DefaultOrganization.PredecessorRole) is { } role
                    ? Look(after, account.Id, role)
                    : null)
                .OfType<Moment>());
            return ++Count;
        }
    }

    private int Count { get; set; }

    private Moment Look(string after, string account, SandboxRole role) => new(
        Count + 1,
        after,
        account,
        [.. _ids.Where(id => RoleAssumption.Try(_stack.Organization, role.Arn, Vendor, id, DateTimeOffset.MaxValue).Role is not null)],
        [
            .. _stack.Server.Vendor.Connectors.Of(account)
                .Where(connector => connector.CrossAccountRoleArn == role.Arn)
                .Select(_stack.Server.Vendor.ExternalIdOf),
        ]);
}

/// <param name="Number">The number of the write.</param>
/// <param name="After">The write.</param>
/// <param name="Account">The account.</param>
/// <param name="Trusted">The IDs that its role trusts.</param>
/// <param name="Sent">The IDs that the vendor sends for its connectors.</param>
internal sealed record Moment(
    int Number, string After, string Account, IReadOnlyList<string> Trusted, IReadOnlyList<string> Sent)
{
    public override string ToString() =>
        $"{Number} after {After}: {Account} trusts {string.Join(", ", Trusted)}; the vendor sends {string.Join(", ", Sent)}";
}
