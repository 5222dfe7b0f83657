using System.Security.Cryptography;
using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Sandbox.CloudFormation;

/// <summary>
/// A CloudFormation stack with one custom resource. It runs one operation at a time.
/// After a failed creation it sends Delete. After a failed update it sends Update with the old properties.
/// If an update changes the physical id, the clean-up deletes the old resource. If the failed update had changed the
/// physical id, the clean-up deletes the new resource.
/// </summary>
internal sealed class SandboxStack
{
    private static readonly Dictionary<string, string> NoData = [];

    private readonly CustomResource _resource;
    private readonly SandboxStackSettings _settings;
    private string? _revision;
    private string? _physicalId;

    public SandboxStack(
        LambdaFunction backfill, ResponseBucket bucket, SandboxStackSettings settings, TimeProvider time)
    {
        if (settings.ServiceTimeout < TimeSpan.FromSeconds(1) || settings.ServiceTimeout > TimeSpan.FromHours(1))
            throw new ArgumentException("ServiceTimeout must be 1 to 3,600 seconds.", nameof(settings));
        _settings = settings;
        var (region, account) = (backfill.Settings.Region, backfill.Settings.AccountId);
        Id = $"arn:aws:cloudformation:{region}:{account}:stack/{settings.Name}/{Guid.NewGuid()}";
        _resource = new CustomResource(settings, Id, backfill, bucket, time);
    }

    public string Name => _settings.Name;

    public string Id { get; }

    public StackStatus Status { get; private set; }

    public async Task<StackResult> CreateAsync(string revision, CancellationToken cancellationToken)
    {
        if (Status is not (StackStatus.None or StackStatus.DeleteComplete))
            throw new InvalidOperationException($"Stack [{_settings.Name}] already exists");
        var create = await _resource.SendAsync("Create", revision, null, null, cancellationToken);
        if (create.Response is ResourceResponse.Succeeded created)
        {
            (_revision, _physicalId) = (revision, created.PhysicalResourceId);
            return Complete(StackStatus.CreateComplete, [create]);
        }

        var leftover = ((ResourceResponse.Failed)create.Response).PhysicalResourceId ?? GeneratedId();
        var rollback = await _resource.SendAsync("Delete", revision, leftover, null, cancellationToken);
        if (rollback.Response is ResourceResponse.Succeeded)
            return Complete(StackStatus.RollbackComplete, [create, rollback]);
        (_revision, _physicalId) = (revision, leftover);
        return Complete(StackStatus.RollbackFailed, [create, rollback]);
    }

    public async Task<StackResult> UpdateAsync(string newRevision, CancellationToken cancellationToken)
    {
        if (Status is not (
            StackStatus.CreateComplete or StackStatus.UpdateComplete or StackStatus.UpdateRollbackComplete))
            throw new InvalidOperationException($"Stack:{Id} is in {Status} state and can not be updated.");
        if (newRevision == _revision)
            throw new InvalidOperationException("No updates are to be performed.");
        var oldId = _physicalId!;
        var update = await _resource.SendAsync("Update", newRevision, oldId, _revision, cancellationToken);
        if (update.Response is not ResourceResponse.Succeeded updated)
            return await RollBackUpdateAsync(update, newRevision, cancellationToken);

        var oldRevision = _revision!;
        (_revision, _physicalId) = (newRevision, updated.PhysicalResourceId);
        if (updated.PhysicalResourceId == oldId)
            return Complete(StackStatus.UpdateComplete, [update]);
        var cleanUp = await _resource.SendAsync("Delete", oldRevision, oldId, null, cancellationToken);
        return Complete(StackStatus.UpdateComplete, [update, cleanUp]);
    }

    public async Task<StackResult> DeleteAsync(CancellationToken cancellationToken)
    {
        if (_physicalId is null)
            return Complete(StackStatus.DeleteComplete, []);
        var delete = await _resource.SendAsync("Delete", _revision!, _physicalId, null, cancellationToken);
        if (delete.Response is not ResourceResponse.Succeeded)
            return Complete(StackStatus.DeleteFailed, [delete]);
        _physicalId = null;
        return Complete(StackStatus.DeleteComplete, [delete]);
    }

    private async Task<StackResult> RollBackUpdateAsync(
        ResourceExchange update, string newRevision, CancellationToken cancellationToken)
    {
        var replacement = ((ResourceResponse.Failed)update.Response).PhysicalResourceId;
        List<ResourceExchange> exchanges = [update];
        exchanges.Add(await _resource.SendAsync("Update", _revision!, _physicalId, newRevision, cancellationToken));
        if (exchanges[^1].Response is not ResourceResponse.Succeeded)
            return Complete(StackStatus.UpdateRollbackFailed, exchanges);
        if (replacement is not null && replacement != _physicalId)
            exchanges.Add(await _resource.SendAsync("Delete", newRevision, replacement, null, cancellationToken));
        return Complete(StackStatus.UpdateRollbackComplete, exchanges);
    }

    // The first exchange decides. As in CloudFormation, a failed clean-up does not fail the operation.
    private StackResult Complete(StackStatus status, List<ResourceExchange> exchanges)
    {
        Status = status;
        var own = exchanges.Count == 0 ? null : exchanges[0].Response;
        return new StackResult(
            status,
            (own as ResourceResponse.Failed)?.Reason,
            _physicalId,
            (own as ResourceResponse.Succeeded)?.Data ?? NoData,
            exchanges);
    }

    // The physical id that CloudFormation generates if the function never returned one.
    private string GeneratedId()
    {
        var unique = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 12);
        return $"{_settings.Name}-{_settings.LogicalResourceId}-{unique}";
    }
}
