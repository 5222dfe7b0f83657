namespace ControlTowerLifecycle.WorkloadSecurity.Connectors;

/// <summary>Workload Security's record of an AWS account (API reference, <c>AWSConnector</c>).</summary>
/// <param name="Id">Given by the vendor, rising.</param>
/// <param name="DisplayName">What the console shows.</param>
/// <param name="CrossAccountRoleArn">The role it assumes; null for a connector with an access key or the manager's own
/// role.</param>
/// <param name="WorkspacesEnabled">Whether Amazon WorkSpaces are watched too.</param>
internal sealed record Connector(int Id, string? DisplayName, string? CrossAccountRoleArn, bool WorkspacesEnabled);

/// <summary>A connector of a list over all accounts.</summary>
/// <param name="Connector">The connector.</param>
/// <param name="AccountId">Whose it is, as the vendor tells it; null where it does not.</param>
internal sealed record ListedConnector(Connector Connector, string? AccountId);

/// <summary>A connector to be registered, or the fields of one to be set.</summary>
internal sealed record ConnectorFields(string? DisplayName, string CrossAccountRoleArn, bool WorkspacesEnabled);
