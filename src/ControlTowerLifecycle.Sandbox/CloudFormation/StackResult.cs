namespace ControlTowerLifecycle.Sandbox.CloudFormation;

/// <summary>The final states of stack operations, named as in CloudFormation.</summary>
internal enum StackStatus
{
    None,
    CreateComplete,

    /// <summary>The creation failed and its resources were deleted. The stack itself can only be deleted.</summary>
    RollbackComplete,
    RollbackFailed,
    UpdateComplete,
    UpdateRollbackComplete,
    UpdateRollbackFailed,
    DeleteComplete,
    DeleteFailed,
}

/// <summary>The result of a stack operation.</summary>
/// <param name="Status">The status of the stack after the operation.</param>
/// <param name="Reason">The reason of a failure; null on success.</param>
/// <param name="PhysicalResourceId">The physical id of the custom resource; null if there is no resource.</param>
/// <param name="Data">The attributes for Fn::GetAtt, from the response to the first request.</param>
/// <param name="Exchanges">All requests with their responses, in order: operation, rollback, clean-up.</param>
internal sealed record StackResult(
    StackStatus Status,
    string? Reason,
    string? PhysicalResourceId,
    IReadOnlyDictionary<string, string> Data,
    IReadOnlyList<ResourceExchange> Exchanges);

/// <param name="RequestType">Create, Update or Delete.</param>
/// <param name="Event">The event that the function was invoked with.</param>
/// <param name="Response">The response, or a failure if none came.</param>
/// <param name="Url">The response URL. It still counts puts after the first response.</param>
internal sealed record ResourceExchange(string RequestType, string Event, ResourceResponse Response, PresignedUrl Url);
