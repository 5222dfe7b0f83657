namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>A deployed stack, as CloudFormation describes it.</summary>
/// <param name="Name">The name of the stack.</param>
/// <param name="Id">Its ARN.</param>
/// <param name="Status">For example <c>CREATE_COMPLETE</c>.</param>
/// <param name="Outputs">The outputs by key.</param>
/// <param name="Resources">The physical ids by logical id.</param>
internal sealed record StackDescription(
    string Name,
    string Id,
    string Status,
    IReadOnlyDictionary<string, string> Outputs,
    IReadOnlyDictionary<string, StackResource> Resources);

/// <param name="PhysicalId">As <c>Ref</c> returns it.</param>
/// <param name="Type">For example <c>AWS::Events::Rule</c>.</param>
internal sealed record StackResource(string PhysicalId, string Type);
