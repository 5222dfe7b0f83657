using System.Globalization;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Connectors;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>The account and the tenant of the tests.</summary>
internal static class Sample
{
    public const string ExternalId = "AAAA-1111";
    public const string Key = "cloudone-key-0001";
    public const string LegacyKey = "2:vJC6xEyUQ2/5=";
    public const string RoleArn = "arn:aws:iam::444455556666:role/CloudOneWorkloadConnectorRole";
    public const string NoConnectors = """{"awsConnectors":[]}""";
    public const string ConnectorName = "ControlTower - payments-prod - 444455556666";

    public static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-11-20T09:12:00Z", CultureInfo.InvariantCulture);

    public static readonly AccountId Id = AccountId.Parse("444455556666");

    public static readonly AccountId Management = AccountId.Parse("111122223333");

    public static readonly AccountId Vendor = AccountId.Parse("147995105371");

    public static readonly ManagedAccount Account = new(Id, "payments-prod", AccountState.Active);

    public static readonly ConnectorRole Role = new("aws", "CloudOneWorkloadConnectorRole", Vendor);

    public static readonly PolicyDocument Trust = Role.Trust(ExternalId);

    /// <summary>The connector role as a run without faults leaves it.</summary>
    public static readonly RoleState RightRole =
        new(RoleArn, Trust, ConnectorRole.Policy, [], Role.New(Id, Trust, connectorsBefore: 0).Tags, Start);

    public static readonly ConnectorFields Fields = new(ConnectorName, RoleArn, WorkspacesEnabled: false);

    public static AccountId Numbered(int number) =>
        AccountId.Parse(number.ToString("D12", CultureInfo.InvariantCulture));
}
