using System.Diagnostics;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.CloudAccounts.Api;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;
using static ControlTowerLifecycle.CloudAccounts.CloudAccountsStep;

namespace ControlTowerLifecycle.CloudAccounts;

/// <summary>
/// Applies the steps of one plan. It knows what this run itself has changed, which decides how long to wait. Steps of a
/// group are applied at the same time.
/// </summary>
internal sealed class CloudAccountsApplier(
    AccountId account, IMemberAccount member, CloudAccountsClient client, IRegistrationRecord record, TimeProvider time)
    : IStepApplier
{
    /// <summary>IAM refuses changes of one role at the same time now and then.</summary>
    private static readonly RetrySchedule Concurrent = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4))
    {
        MaximumCalls = 4,
        Repeats = static failed => failed.Code is "ConcurrentModification" or "ConcurrentModificationException",
    };

    private readonly ConnectionRegistration _registration = new(client, time);
    private readonly Lock _lock = new();
    private DateTimeOffset? _changedAt;

    private DateTimeOffset? ChangedAt
    {
        get
        {
            lock (_lock)
                return _changedAt;
        }
    }

    public async Task<IReadOnlyList<Step>> ApplyAsync(Step step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case ConnectAccount connect:
                return await _registration.ConnectAsync(connect, ChangedAt, cancellationToken);
            case ModifyConnection modify:
                return await _registration.ModifyAsync(modify, ChangedAt, cancellationToken);
            case RecordNoConnection:
                await record.RecordNoneBeforeAsync(account, cancellationToken);
                break;
            case RemoveConnection:
                await client.RemoveAsync(account, cancellationToken);
                break;
            case ForgetConnection:
                await record.ForgetAsync(account, cancellationToken);
                break;
            default:
                await ChangeAsync(step, cancellationToken);
                break;
        }

        return [step];
    }

    private async Task ChangeAsync(Step step, CancellationToken cancellationToken)
    {
        await (step switch
        {
            CreateProvider create => CreateAsync(
                create, member.Federation.CreateProviderAsync(create.Provider, cancellationToken)),
            CreatePolicy create => CreateAsync(
                create, member.Federation.CreatePolicyAsync(create.Policy, cancellationToken)),
            CreateRole create => CreateAsync(create, member.CreateRoleAsync(create.Role, cancellationToken)),
            AddAudience add => member.Federation.AddAudienceAsync(add.ProviderArn, add.Audience, cancellationToken),
            ReplaceThumbprints replace => member.Federation.ReplaceThumbprintsAsync(
                replace.ProviderArn, replace.Thumbprints, cancellationToken),
            DeletePolicyVersion delete => member.Federation.DeletePolicyVersionAsync(
                delete.PolicyArn, delete.VersionId, cancellationToken),
            AddPolicyVersion add => CreateAsync(
                add, member.Federation.AddPolicyVersionAsync(add.PolicyArn, add.Document, cancellationToken)),
            AttachPolicy attach => Retrying.RunAsync(
                Concurrent,
                token => member.Federation.AttachRolePolicyAsync(attach.RoleName, attach.PolicyArn, token),
                time,
                cancellationToken),
            UpdateTrust update => member.UpdateTrustAsync(update.RoleName, update.Trust, cancellationToken),
            TagRole tag => member.TagRoleAsync(tag.RoleName, tag.Tags, cancellationToken),
            PutRolePolicy put => member.PutRolePolicyAsync(put.RoleName, put.PolicyName, put.Policy, cancellationToken),
            DeleteRolePolicy delete => member.DeleteRolePolicyAsync(delete.RoleName, delete.PolicyName, cancellationToken),
            _ => throw new UnreachableException(),
        });
        lock (_lock)
            _changedAt = time.GetUtcNow();
    }

    /// <summary>
    /// Something that was created meanwhile may differ from what is wanted. So may the result of a first attempt whose
    /// response was lost. The plan makes room for a version, so another run took it.
    /// </summary>
    private static async Task CreateAsync(Step step, Task<bool> creation)
    {
        if (!await creation)
            throw new StaleStateException($"{step.Target} was changed by another run or team in the meantime.");
    }
}
