namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// The environment variables that both functions share (README, "Settings"). The functions treat an empty one as
/// missing.
/// </summary>
internal static class FunctionEnvironment
{
    public static Dictionary<string, string> Create(LifecycleParameters parameters, string secretArn) =>
        new(StringComparer.Ordinal)
        {
            ["MANAGEMENT_ACCOUNT_ID"] = PseudoParameter.ACCOUNT_ID,
            ["PROTECTIONS"] = "workload-security",
            ["WORKLOAD_SECURITY_SECRET_ARN"] = secretArn,
            ["WORKLOAD_SECURITY_ENDPOINT"] = parameters.Protection.Endpoint.ValueAsString,
            ["WORKLOAD_SECURITY_KEY_STYLE"] = parameters.Protection.KeyStyle.ValueAsString,
            ["WORKLOAD_SECURITY_ACCOUNT_ID"] = parameters.Protection.VendorAccountId.ValueAsString,
            ["WORKLOAD_SECURITY_EXTERNAL_ID"] = parameters.Protection.ExternalId.ValueAsString,
            ["WORKLOAD_SECURITY_CALLS_PER_MINUTE"] = parameters.Protection.CallsPerMinute.ValueAsString,
            ["MAXIMUM_CONCURRENCY"] = parameters.Operation.MaximumConcurrency.ValueAsString,
            ["WORKSPACES_ENABLED"] = parameters.Protection.WorkspacesEnabled.ValueAsString,
            ["FOREIGN_CONNECTORS"] = parameters.Protection.ForeignConnectors.ValueAsString,
            ["CONNECTOR_ROLE_PERMISSIONS_BOUNDARY"] = parameters.Roles.PermissionsBoundary.ValueAsString,
            ["CONNECTOR_ROLE_TAGS"] = parameters.Roles.Tags.ValueAsString,
            ["CONNECTOR_ROLE_NAME"] = parameters.Roles.Connector.ValueAsString,
            ["EXECUTION_ROLE_NAME"] = parameters.Roles.Execution.ValueAsString,
            ["INCLUDE_ORGANIZATIONAL_UNITS"] = parameters.Scope.IncludedUnits.ValueAsString,
            ["EXCLUDE_ORGANIZATIONAL_UNITS"] = parameters.Scope.ExcludedUnits.ValueAsString,
            ["EXCLUDE_ACCOUNTS"] = parameters.Scope.ExcludedAccounts.ValueAsString,
            ["ACCOUNT_LEFT"] = parameters.Scope.AccountLeft.ValueAsString,
            ["DISCONNECT_LIMIT_PERCENT"] = parameters.Scope.DisconnectLimitPercent.ValueAsString,
        };
}
