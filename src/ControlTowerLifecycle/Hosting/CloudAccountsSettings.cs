using ControlTowerLifecycle.CloudAccounts.Connections;

namespace ControlTowerLifecycle.Hosting;

/// <summary>The settings of Cloud Accounts.</summary>
internal sealed record CloudAccountsSettings
{
    /// <summary>CLOUD_ACCOUNTS_REGION, as the vendor's identities name it.</summary>
    public required string Region { get; init; }

    /// <summary>CLOUD_ACCOUNTS_API_URL; default the API of the region.</summary>
    public required Uri ApiUrl { get; init; }

    /// <summary>CLOUD_ACCOUNTS_OIDC_HOST; default the provider of the region.</summary>
    public required string OidcHost { get; init; }

    /// <summary>CLOUD_ACCOUNTS_PATH_PREFIX; default /v3.0/cam.</summary>
    public required string PathPrefix { get; init; }

    /// <summary>CLOUD_ACCOUNTS_SECRET_ARN.</summary>
    public required string SecretArn { get; init; }

    /// <summary>CLOUD_ACCOUNTS_BUSINESS_ID.</summary>
    public required string BusinessId { get; init; }

    /// <summary>CLOUD_ACCOUNTS_INSTANCE_ID, CLOUD_ACCOUNTS_INSTANCE_REGIONS and CLOUD_ACCOUNTS_FEATURES.</summary>
    public required ConnectionOptions Options { get; init; }

    /// <summary>CLOUD_ACCOUNTS_FOREIGN; default keep: accounts that another owner connected stay as they are.</summary>
    public bool TakesOver { get; init; }

    /// <summary>CLOUD_ACCOUNTS_CALLS_PER_MINUTE, for all concurrent invocations together; default 300.</summary>
    public required int CallsPerMinute { get; init; }

    /// <summary>CLOUD_ACCOUNTS_PARAMETER_PATHS; empty if the vendor may use every parameter.</summary>
    public required IReadOnlyList<string> ParameterPaths { get; init; }
}
