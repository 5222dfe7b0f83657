using System.Diagnostics;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Api;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using static ControlTowerLifecycle.WorkloadSecurity.WorkloadSecurityStep;

namespace ControlTowerLifecycle.WorkloadSecurity;

/// <summary>Applies the steps of one plan. It knows what this run itself has changed, which decides how long to wait.</summary>
internal sealed class WorkloadSecurityApplier(
    AccountId account,
    IMemberAccount member,
    WorkloadSecurityState state,
    WorkloadSecurityClient client,
    ExternalIdSource externalIds,
    IRegistrationRecord record,
    RoleReadiness readiness,
    TimeProvider time) : IStepApplier
{
    private readonly ConnectorRegistration _registration = new(client, time, state.ObservedAt, readiness);

    private RoleHistory _role = new(
        CreatedByThisRun: false, CreatedAt: state.Role?.CreatedAt ?? DateTimeOffset.MinValue, ChangedAt: null);

    public async Task<IReadOnlyList<Step>> ApplyAsync(Step step, CancellationToken cancellationToken)
    {
        if (step is RegisterConnector register)
        {
            return await RefreshExternalIdIfRefusedAsync(
                _registration.RegisterAsync(account, register, _role, cancellationToken), cancellationToken);
        }

        await ApplyAloneAsync(step, cancellationToken);
        return [step];
    }

    private Task ApplyAloneAsync(Step step, CancellationToken cancellationToken) => step switch
    {
        CreateRole create => CreateRoleAsync(create.Role, cancellationToken),
        TagRole tag => member.TagRoleAsync(tag.RoleName, tag.Tags, cancellationToken),
        UpdateTrust update => ChangeRoleAsync(
            member.UpdateTrustAsync(update.RoleName, update.Trust, cancellationToken)),
        PutRolePolicy put => ChangeRoleAsync(
            member.PutRolePolicyAsync(put.RoleName, put.PolicyName, put.Policy, cancellationToken)),
        PutRoleBoundary boundary =>
            member.PutRoleBoundaryAsync(boundary.RoleName, boundary.PolicyArn, cancellationToken),
        DetachRolePolicy detach => member.DetachRolePolicyAsync(detach.RoleName, detach.PolicyArn, cancellationToken),
        RecordNoConnector => record.RecordNoneBeforeAsync(account, cancellationToken),
        ModifyConnector modify => RefreshExternalIdIfRefusedAsync(
            _registration.ModifyAsync(modify, _role, cancellationToken), cancellationToken),
        RemoveTwinConnector twin => client.RemoveAsync(twin.Id, cancellationToken),
        RemoveConnector remove => client.RemoveAsync(remove.Id, cancellationToken),
        ForgetConnector => record.ForgetAsync(account, cancellationToken),
        DeleteRolePolicy delete => member.DeleteRolePolicyAsync(delete.RoleName, delete.PolicyName, cancellationToken),
        DeleteRole delete => member.DeleteRoleAsync(delete.RoleName, cancellationToken),
        _ => throw new UnreachableException(),
    };

    private async Task CreateRoleAsync(NewRole wanted, CancellationToken cancellationToken)
    {
        // The clock is read before the call, so that the lead of the run that created the role ends early, not late.
        var before = time.GetUtcNow();
        if (!await member.CreateRoleAsync(wanted, cancellationToken))
            throw new StaleStateException($"Role {wanted.Name} was created by another run or team in the meantime.");

        _role = new RoleHistory(CreatedByThisRun: true, CreatedAt: before, ChangedAt: before);
    }

    private async Task ChangeRoleAsync(Task change)
    {
        await change;
        if (!_role.CreatedByThisRun)
            _role = _role with { ChangedAt = time.GetUtcNow() };
    }

    /// <summary>
    /// The vendor could not assume a role that trusts the external ID we know, so the tenant's ID may have changed. It is
    /// read again, once for all callers that were refused, and the next attempt starts with the new one.
    /// </summary>
    private async Task<IReadOnlyList<Step>> RefreshExternalIdIfRefusedAsync(
        Task<IReadOnlyList<Step>> registering, CancellationToken cancellationToken)
    {
        try
        {
            return await registering;
        }
        catch (WorkloadSecurityException refused) when (refused.Status is 400 or 409 or 422)
        {
            await externalIds.AskAgainAsync(state.ExternalId, cancellationToken);
            throw;
        }
    }
}
