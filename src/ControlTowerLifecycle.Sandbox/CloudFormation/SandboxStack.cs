using System.Security.Cryptography;
using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Sandbox.CloudFormation;

/// <summary>
/// A CloudFormation stack with the one resource that matters here. One operation at a time.
/// A failed creation is followed by a Delete. A failed update is followed by an Update back to the old properties.
/// When an update changes the physical id, the resource under the old one is deleted in the clean-up; when an update
/// that failed had changed it, the new one is.
/// </summary>
internal sealed class SandboxStack
{
    private static readonly Dictionary<string, string> NoData = [];

    private readonly CustomResource _resource;
    private readonly SandboxStackSettings _settings;
    private string? _revision;
    private string? _physicalId;

    public SandboxStack(LambdaFunction backfill, ResponseBucket bucket, SandboxStackSettings settings, TimeProvider time)
    {
        if (settings.ServiceTimeout < TimeSpan.FromSeconds(1) || settings.ServiceTimeout > TimeSpan.FromHours(1))
            throw new ArgumentException("A ServiceTimeout is 1 to 3,600 seconds.", nameof(settings));
        _settings = settings;
        var (region, account) = (backfill.Settings.Region, backfill.Settings.AccountId);
        Id = $"arn:aws:cloudformation:{region}:{account}:stack/{settings.Name}/{Guid.NewGuid()}";
        _resource = new CustomResource(settings, Id, backfill, bucket, time);
    }

    public string Id { get; }

    public StackStatus Status { get; private set; }

    public async Task<StackResult> CreateAsync(string revision, CancellationToken cancellationToken)
    {
        if (Status is not (StackStatus.None or StackStatus.DeleteComplete))
            throw new InvalidOperationException($"Stack [{_settings.Name}] already exists");
        var create = await _resource.SendAsync("Create", revision, null, null, cancellationToken);
        if (create.Answer is ResourceResponse.Succeeded created)
        {
            (_revision, _physicalId) = (revision, created.PhysicalResourceId);
            return Ended(StackStatus.CreateComplete, [create]);
        }

        var leftover = ((ResourceResponse.Failed)create.Answer).PhysicalResourceId ?? GeneratedId();
        var rollback = await _resource.SendAsync("Delete", revision, leftover, null, cancellationToken);
        if (rollback.Answer is ResourceResponse.Succeeded)
            return Ended(StackStatus.RollbackComplete, [create, rollback]);
        (_revision, _physicalId) = (revision, leftover);
        return Ended(StackStatus.RollbackFailed, [create, rollback]);
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
        if (update.Answer is not ResourceResponse.Succeeded updated)
            return await RollBackUpdateAsync(update, newRevision, cancellationToken);

        var oldRevision = _revision!;
        (_revision, _physicalId) = (newRevision, updated.PhysicalResourceId);
        if (updated.PhysicalResourceId == oldId)
            return Ended(StackStatus.UpdateComplete, [update]);
        var cleanUp = await _resource.SendAsync("Delete", oldRevision, oldId, null, cancellationToken);
        return Ended(StackStatus.UpdateComplete, [update, cleanUp]);
    }

    public async Task<StackResult> DeleteAsync(CancellationToken cancellationToken)
    {
        if (_physicalId is null)
            return Ended(StackStatus.DeleteComplete, []);
        var delete = await _resource.SendAsync("Delete", _revision!, _physicalId, null, cancellationToken);
        if (delete.Answer is not ResourceResponse.Succeeded)
            return Ended(StackStatus.DeleteFailed, [delete]);
        _physicalId = null;
        return Ended(StackStatus.DeleteComplete, [delete]);
    }

    private async Task<StackResult> RollBackUpdateAsync(
        ResourceExchange update, string newRevision, CancellationToken cancellationToken)
    {
        var replacement = ((ResourceResponse.Failed)update.Answer).PhysicalResourceId;
        List<ResourceExchange> exchanges = [update];
        exchanges.Add(await _resource.SendAsync("Update", _revision!, _physicalId, newRevision, cancellationToken));
        if (exchanges[^1].Answer is not ResourceResponse.Succeeded)
            return Ended(StackStatus.UpdateRollbackFailed, exchanges);
        if (replacement is not null && replacement != _physicalId)
            exchanges.Add(await _resource.SendAsync("Delete", newRevision, replacement, null, cancellationToken));
        return Ended(StackStatus.UpdateRollbackComplete, exchanges);
    }

    // A clean-up that fails leaves the operation a success, as in CloudFormation: the first exchange decides.
    private StackResult Ended(StackStatus status, List<ResourceExchange> exchanges)
    {
        Status = status;
        var own = exchanges.Count == 0 ? null : exchanges[0].Answer;
        return new StackResult(
            status,
            (own as ResourceResponse.Failed)?.Reason,
            _physicalId,
            (own as ResourceResponse.Succeeded)?.Data ?? NoData,
            exchanges);
    }

    // What CloudFormation calls a resource that never told its name.
    private string GeneratedId()
    {
        var unique = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 12);
        return $"{_settings.Name}-{_settings.LogicalResourceId}-{unique}";
    }
}
