namespace ControlTowerLifecycle.WorkloadSecurity.Connectors;

/// <summary>Workload Security's record of an AWS account (API reference, <c>AWSConnector</c>).</summary>
/// <param name="Id">Assigned by the vendor, in rising order.</param>
/// <param name="DisplayName">What the console shows.</param>
/// <param name="CrossAccountRoleArn">The role that the vendor assumes; null for a connector with an access key or with
/// the vendor's instance role.</param>
/// <param name="WorkspacesEnabled">Whether Amazon WorkSpaces are protected too.</param>
internal sealed record Connector(int Id, string? DisplayName, string? CrossAccountRoleArn, bool WorkspacesEnabled);

/// <summary>A connector of a list over all accounts.</summary>
/// <param name="Connector">The connector.</param>
/// <param name="AccountId">The id of its account as the vendor returns it; null if there is none.</param>
internal sealed record ListedConnector(Connector Connector, string? AccountId);

/// <summary>The fields of a connector to register or to modify.</summary>
internal sealed record ConnectorFields(string? DisplayName, string CrossAccountRoleArn, bool WorkspacesEnabled);
