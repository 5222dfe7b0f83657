using ControlTowerLifecycle.CloudAccounts;
using ControlTowerLifecycle.CloudAccounts.Connections;
using ControlTowerLifecycle.CloudAccounts.Role;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>The account, the business and the instance of the Cloud Accounts tests.</summary>
internal static class CloudSample
{
    public const string BusinessId = "b1f9c0de-0000-4000-8000-00000000abcd";
    public const string InstanceId = "0f7e0a52-3c1d-4c2b-9a57-2f6f0c8e9d11";
    public const string OidcHost = "cloudaccounts-eu.xdr.trendmicro.com";
    public const string RoleArn = "arn:aws:iam::444455556666:role/VisionOneRole";
    public const string ProviderArn = $"arn:aws:iam::444455556666:oidc-provider/{OidcHost}";
    public const string Audience = "arn:aws:iam::444455556666:root";
    public const string Key = "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE4MDAwMDAwMDB9.c2lnbmF0dXJl";

    public static readonly VisionOneRole Role = new("aws", "eu-west-1", "eu", OidcHost, BusinessId);

    public static readonly string[] PolicyArns =
    [
        "arn:aws:iam::444455556666:policy/VisionOnePolicyPart1",
        "arn:aws:iam::444455556666:policy/VisionOnePolicyPart2",
        "arn:aws:iam::444455556666:policy/VisionOnePolicyPart3",
    ];

    public static RoleState RoleState { get; } = new(
        RoleArn, Role.Trust(Sample.Id), null, PolicyArns, Role.New(Sample.Id).Tags, Sample.Start);

    public static Connection Connection { get; } = new(Sample.Id.Value, RoleArn, Connection.Managed);

    /// <summary>An account in which nothing is to do.</summary>
    public static CloudAccountsState Complete { get; } = new(RoleState, Connection)
    {
        Provider = new IdentityProviderState([Audience], VisionOneThumbprints.All),
        Policies = [.. VisionOnePolicies.All.Select(policy => new ManagedPolicyState(policy.Document, []))],
    };

    /// <summary>An account that has nothing.</summary>
    public static CloudAccountsState Empty { get; } = new(null, null);
}
