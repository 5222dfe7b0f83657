namespace ControlTowerLifecycle.CloudAccounts.Connections;

/// <summary>Cloud Accounts' record of an AWS account (API reference, "Get AWS account").</summary>
/// <param name="AccountId">The account's ID, which is the ID of the record.</param>
/// <param name="RoleArn">The role that the vendor assumes; null for an account imported from an older product.</param>
/// <param name="State"><c>managed</c>, <c>outdated</c>, <c>failed</c>, or a word that was added later.</param>
internal sealed record Connection(string AccountId, string? RoleArn, string State)
{
    public const string Managed = "managed";
    public const string Outdated = "outdated";
    public const string Failed = "failed";

    /// <summary>The AWS organization that the vendor's organization connection serves; null if none.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Whether a walk found that another owner made it.</summary>
    public bool IsOtherOwners { get; init; }

    /// <summary>Whether the vendor's Terraform package or provider connected the account.</summary>
    public bool IsTerraform { get; init; }

    /// <summary>Whether it has the description that our connections get.</summary>
    public bool IsDescribedAsOurs { get; init; }

    /// <summary>Whether an older product of the vendor is the source of the record.</summary>
    public bool HasSources { get; init; }

    /// <summary>The IDs of its features.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The Server &amp; Workload Protection instances that receive the account.</summary>
    public IReadOnlyList<string> WorkloadInstances { get; init; } = [];

    /// <summary>AWS permissions that the vendor misses.</summary>
    public IReadOnlyList<string> MissingPermissions { get; init; } = [];

    /// <summary>The versions of the vendor's template that its features were connected with.</summary>
    public IReadOnlyList<string> TemplateVersions { get; init; } = [];

    /// <summary>The entity tag of the record; null if it came from a list.</summary>
    public string? ETag { get; init; }

    /// <summary>An account of an older product that is not connected yet: connecting it upgrades it in place.</summary>
    public bool IsLegacyImport => HasSources && RoleArn is null;
}

/// <summary>What a connection is created with. Names and features that change later are not changed back.</summary>
/// <param name="Name">Unique at the vendor, which may replace it.</param>
/// <param name="RoleArn">The role that the vendor assumes.</param>
internal sealed record ConnectionFields(string Name, string RoleArn)
{
    public const string Description = "Connected by Control Tower Lifecycle.";

    public ConnectionOptions Options { get; init; } = new();
}

/// <summary>The settings that every new connection has.</summary>
internal sealed record ConnectionOptions
{
    /// <summary>Features beyond the core, and the AWS regions of each; empty if the vendor's default applies.</summary>
    public IReadOnlyList<ConnectionFeature> Features { get; init; } = [];

    /// <summary>The Server &amp; Workload Protection instance that receives the accounts; null if none.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The AWS regions whose instances are protected; empty if all.</summary>
    public IReadOnlyList<string> InstanceRegions { get; init; } = [];
}

/// <summary>A feature of Cloud Accounts.</summary>
/// <param name="Id">Its ID in the list of features.</param>
/// <param name="Regions">The AWS regions in which it is used; empty if the vendor chooses.</param>
internal sealed record ConnectionFeature(string Id, IReadOnlyList<string> Regions);
