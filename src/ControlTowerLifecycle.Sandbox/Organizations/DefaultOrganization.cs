using System.Globalization;
using ControlTowerLifecycle.Sandbox.Aws;

namespace ControlTowerLifecycle.Sandbox.Organizations;

/// <summary>
/// The organization of the sandbox. It has the management, audit and log archive accounts, ordinary accounts in nested
/// units, and one account of each special kind: suspended, not governed, and with the predecessor's role and connector.
/// </summary>
/// <remarks>
/// <code>
/// Root            management
///   Security      audit, log archive
///   Workloads     (no accounts of its own)
///     Production  ordinary accounts
///     Development ordinary accounts, the suspended one, the predecessor's
///   Unregistered  the account that is not governed
/// </code>
/// </remarks>
internal static class DefaultOrganization
{
    public const string ManagementId = "111111111111";
    public const string AuditId = "222222222222";
    public const string LogArchiveId = "333333333333";
    public const string SuspendedId = "444444444444";
    public const string UngovernedId = "555555555555";
    public const string PredecessorId = "666666666666";

    /// <summary>The accounts above and one ordinary account.</summary>
    public const int FewestAccounts = 7;

    /// <summary>
    /// The name of the predecessor's role. Its managed policy is <see cref="PredecessorPolicy"/>.
    /// </summary>
    public const string PredecessorRole = "CloudOneWorkloadConnectorRole";

    public const string PredecessorPolicy = "CloudOneWorkloadConnectorPolicy";

    /// <summary>The name of the account with the predecessor's role.</summary>
    public const string PredecessorName = "Legacy billing";

    /// <summary>
    /// The id of an ordinary account by its index from zero. The first id begins with zeros, to find code that treats
    /// ids as numbers.
    /// </summary>
    public static string OrdinaryId(int index) => index == 0
        ? "000012345678"
        : (200_000_000_000 + (index * 79_191_919L)).ToString("D12", CultureInfo.InvariantCulture);

    /// <summary>Creates the organization.</summary>
    /// <param name="accounts">The number of accounts: <see cref="FewestAccounts"/> to 10,000, the limit of AWS.</param>
    /// <param name="region">The home Region.</param>
    /// <param name="externalId">The tenant's external ID, in the trust policy of the predecessor's role.</param>
    /// <param name="time">The clock. Accounts and roles are one year old at its current time.</param>
    public static SandboxOrganization Build(int accounts, string region, string externalId, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(accounts, FewestAccounts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(accounts, 10_000);
        var longAgo = time.GetUtcNow().AddYears(-1);
        var organization = new SandboxOrganization("o-sandbox0001", "r-sbx1", ManagementId, region, time);
        var root = organization.RootId;
        var security = organization.AddUnit("Security", root).Id;
        var workloads = organization.AddUnit("Workloads", root).Id;
        var production = organization.AddUnit("Production", workloads).Id;
        var development = organization.AddUnit("Development", workloads).Id;
        var unregistered = organization.AddUnit("Unregistered", root).Id;

        organization.Add(Bare(ManagementId, "Management", root, longAgo) with { Governed = true });
        organization.Add(Governed(AuditId, "Audit", security));
        organization.Add(Governed(LogArchiveId, "Log Archive", security));
        for (var index = 0; index <= accounts - FewestAccounts; index++)
            organization.Add(
                Governed(OrdinaryId(index), $"Workload {index + 1}", index % 2 == 0 ? production : development));
        organization.Add(Governed(SuspendedId, "Former project", development) with
        {
            State = SandboxAccountState.Suspended,
        });
        organization.Add(Bare(UngovernedId, "Acquired company", unregistered, longAgo));
        organization.Add(WithLeftovers(Governed(PredecessorId, PredecessorName, development), externalId));
        return organization;

        SandboxAccount Governed(string id, string name, string parent) =>
            ControlTowerAccount.Governed(organization, id, name, parent, longAgo);
    }

    private static SandboxAccount Bare(string id, string name, string parentId, DateTimeOffset joinedAt) =>
        new() { Id = id, Name = name, ParentId = parentId, JoinedAt = joinedAt };

    private static SandboxAccount WithLeftovers(SandboxAccount account, string externalId)
    {
        var policy = AwsNames.Policy(account.Id, PredecessorPolicy);
        return account.With(new SandboxRole
        {
            Name = PredecessorRole,
            Arn = AwsNames.Role(account.Id, PredecessorRole),
            Trust = VendorTrust(externalId),
            CreatedAt = account.JoinedAt,
            AssumableFrom = account.JoinedAt,
            AttachedPolicyArns = [policy],
        }) with
        { ManagedPolicyArns = [policy] };
    }

    private static string VendorTrust(string externalId) =>
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"AWS": "arn:aws:iam::147995105371:root"},
         "Condition": {"StringEquals": {"sts:ExternalId": "EXTERNAL_ID"}}}]}
        """.Replace("EXTERNAL_ID", externalId, StringComparison.Ordinal);
}
