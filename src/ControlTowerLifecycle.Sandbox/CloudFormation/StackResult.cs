namespace ControlTowerLifecycle.Sandbox.CloudFormation;

/// <summary>The states of a stack that an operation can end in, in CloudFormation's words without the
/// capitals.</summary>
internal enum StackStatus
{
    None,
    CreateComplete,

    /// <summary>The creation failed and what was made is gone. All one can do with the stack is delete it.</summary>
    RollbackComplete,
    RollbackFailed,
    UpdateComplete,
    UpdateRollbackComplete,
    UpdateRollbackFailed,
    DeleteComplete,
    DeleteFailed,
}

/// <summary>How a stack operation ended.</summary>
/// <param name="Status">The stack's status now.</param>
/// <param name="Reason">Why the operation failed, or null where it succeeded.</param>
/// <param name="PhysicalResourceId">What the custom resource is called now; null where there is none.</param>
/// <param name="Data">What the answer to the operation's own request brought for Fn::GetAtt.</param>
/// <param name="Exchanges">What was asked and answered, in order: the operation's own request, rollback,
/// clean-up.</param>
internal sealed record StackResult(
    StackStatus Status,
    string? Reason,
    string? PhysicalResourceId,
    IReadOnlyDictionary<string, string> Data,
    IReadOnlyList<ResourceExchange> Exchanges);

/// <param name="RequestType">Create, Update or Delete.</param>
/// <param name="Event">The event that the function was invoked with.</param>
/// <param name="Answer">What came of it.</param>
/// <param name="Url">Where the answer was to be put; its count of puts goes on after the answer.</param>
internal sealed record ResourceExchange(string RequestType, string Event, ResourceResponse Answer, PresignedUrl Url);
