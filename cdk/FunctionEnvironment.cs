using ControlTowerLifecycle.Cdk.Constructs;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// The environment variables that both functions share (docs/deploy.md, "Settings"). The functions treat an empty one as
/// missing.
/// </summary>
internal static class FunctionEnvironment
{
    public static Dictionary<string, string> Create(LifecycleParameters parameters, ApiKeySecrets secrets)
    {
        var environment = Common(parameters);
        Add(
            environment,
            secrets.WorkloadSecurity.Protection,
            WorkloadSecurity(parameters.Protection, parameters.Roles, secrets.WorkloadSecurity.Arn));
        Add(environment, secrets.CloudAccounts.Protection, CloudAccounts(parameters.CloudAccounts, secrets.CloudAccounts.Arn));
        return environment;
    }

    /// <summary>The variables of the rotation function, which exists only with its protection.</summary>
    public static Dictionary<string, string> CreateForRotation(LifecycleParameters parameters, string secretArn) =>
        new(StringComparer.Ordinal)
        {
            ["LIFECYCLE_FUNCTION"] = "rotation",
            ["MANAGEMENT_ACCOUNT_ID"] = PseudoParameter.ACCOUNT_ID,
            ["PROTECTIONS"] = "workload-security",
            ["WORKLOAD_SECURITY_SECRET_ARN"] = secretArn,
            ["WORKLOAD_SECURITY_ENDPOINT"] = parameters.Protection.Endpoint.ValueAsString,
            ["WORKLOAD_SECURITY_KEY_STYLE"] = parameters.Protection.KeyStyle.ValueAsString,
            ["WORKLOAD_SECURITY_ACCOUNT_ID"] = parameters.Protection.VendorAccountId.ValueAsString,
            ["WORKLOAD_SECURITY_CALLS_PER_MINUTE"] = parameters.Protection.CallsPerMinute.ValueAsString,
            ["MAXIMUM_CONCURRENCY"] = parameters.Operation.MaximumConcurrency.ValueAsString,
        };

    /// <summary>The variables of the function that opens support cases, which knows no protection.</summary>
    public static Dictionary<string, string> CreateForSupportCase(LifecycleParameters parameters) => new(StringComparer.Ordinal)
    {
        ["LIFECYCLE_FUNCTION"] = "support-case",
        ["MANAGEMENT_ACCOUNT_ID"] = PseudoParameter.ACCOUNT_ID,
        ["SUPPORT_CASE_SERVICE_CODE"] = parameters.SupportCase.ServiceCode.ValueAsString,
        ["SUPPORT_CASE_CATEGORY_CODE"] = parameters.SupportCase.CategoryCode.ValueAsString,
        ["SUPPORT_CASE_SEVERITY_CODE"] = parameters.SupportCase.SeverityCode.ValueAsString,
        ["SUPPORT_CASE_SUBJECT"] = parameters.SupportCase.Subject.ValueAsString,
        ["SUPPORT_CASE_BODY"] = parameters.SupportCase.Body.ValueAsString,
        ["SUPPORT_CASE_LANGUAGE"] = parameters.SupportCase.Language.ValueAsString,
    };

    /// <summary>Lambda limits the size of the variables, so a protection that is not chosen has none.</summary>
    private static void Add(
        Dictionary<string, string> environment, ChosenProtection protection, Dictionary<string, string> variables)
    {
        foreach (var (name, value) in variables)
            environment.Add(name, protection.ValueIfChosen(value));
    }

    private static Dictionary<string, string> Common(LifecycleParameters parameters) => new(StringComparer.Ordinal)
    {
        ["MANAGEMENT_ACCOUNT_ID"] = PseudoParameter.ACCOUNT_ID,
        ["PROTECTIONS"] = parameters.Protections.Chosen.ValueAsString,
        ["MAXIMUM_CONCURRENCY"] = parameters.Operation.MaximumConcurrency.ValueAsString,
        ["EXECUTION_ROLE_NAME"] = parameters.Roles.Execution.ValueAsString,
        ["INCLUDE_ORGANIZATIONAL_UNITS"] = parameters.Scope.IncludedUnits.ValueAsString,
        ["EXCLUDE_ORGANIZATIONAL_UNITS"] = parameters.Scope.ExcludedUnits.ValueAsString,
        ["EXCLUDE_ACCOUNTS"] = parameters.Scope.ExcludedAccounts.ValueAsString,
        ["ACCOUNT_LEFT"] = parameters.Scope.AccountLeft.ValueAsString,
        ["DISCONNECT_LIMIT_PERCENT"] = parameters.Scope.DisconnectLimitPercent.ValueAsString,
    };

    private static Dictionary<string, string> WorkloadSecurity(
        ProtectionParameters parameters, RoleParameters roles, string secretArn) =>
        new(StringComparer.Ordinal)
        {
            ["WORKLOAD_SECURITY_SECRET_ARN"] = secretArn,
            ["WORKLOAD_SECURITY_ENDPOINT"] = parameters.Endpoint.ValueAsString,
            ["WORKLOAD_SECURITY_KEY_STYLE"] = parameters.KeyStyle.ValueAsString,
            ["WORKLOAD_SECURITY_ACCOUNT_ID"] = parameters.VendorAccountId.ValueAsString,
            ["WORKLOAD_SECURITY_EXTERNAL_ID"] = parameters.ExternalId.ValueAsString,
            ["WORKLOAD_SECURITY_KEEP_EXTERNAL_ID"] = parameters.KeepExternalId.ValueAsString,
            ["WORKLOAD_SECURITY_CALLS_PER_MINUTE"] = parameters.CallsPerMinute.ValueAsString,
            ["WORKSPACES_ENABLED"] = parameters.WorkspacesEnabled.ValueAsString,
            ["FOREIGN_CONNECTORS"] = parameters.ForeignConnectors.ValueAsString,
            ["CONNECTOR_ROLE_PERMISSIONS_BOUNDARY"] = roles.PermissionsBoundary.ValueAsString,
            ["CONNECTOR_ROLE_TAGS"] = roles.Tags.ValueAsString,
            ["CONNECTOR_ROLE_NAME"] = roles.Connector.ValueAsString,
        };

    private static Dictionary<string, string> CloudAccounts(CloudAccountsParameters parameters, string secretArn) =>
        new(StringComparer.Ordinal)
        {
            ["CLOUD_ACCOUNTS_SECRET_ARN"] = secretArn,
            ["CLOUD_ACCOUNTS_REGION"] = parameters.VisionOneRegion.ValueAsString,
            ["CLOUD_ACCOUNTS_BUSINESS_ID"] = parameters.BusinessId.ValueAsString,
            ["CLOUD_ACCOUNTS_INSTANCE_ID"] = parameters.InstanceId.ValueAsString,
            ["CLOUD_ACCOUNTS_INSTANCE_REGIONS"] = parameters.InstanceRegions.ValueAsString,
            ["CLOUD_ACCOUNTS_FEATURES"] = parameters.Features.ValueAsString,
            ["CLOUD_ACCOUNTS_CALLS_PER_MINUTE"] = parameters.CallsPerMinute.ValueAsString,
            ["CLOUD_ACCOUNTS_FOREIGN"] = parameters.Foreign.ValueAsString,
            ["CLOUD_ACCOUNTS_PARAMETER_PATHS"] = parameters.ParameterPaths.ValueAsString,
            ["CLOUD_ACCOUNTS_API_URL"] = parameters.ApiUrl.ValueAsString,
            ["CLOUD_ACCOUNTS_OIDC_HOST"] = parameters.OidcHost.ValueAsString,
            ["CLOUD_ACCOUNTS_PATH_PREFIX"] = parameters.PathPrefix.ValueAsString,
        };
}
