using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Aws.Signatures;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>
/// STS in the home Region. Every caller is a role session, so the one-hour limit of role chaining applies to all.
/// </summary>
internal sealed partial class StsService(SandboxOrganization organization, CredentialStore credentials) : IAwsService
{
    private const int LongestPolicy = 2048;
    private static readonly string[] Unsupported =
        ["PolicyArns", "Tags", "TransitiveTagKeys", "SourceIdentity", "SerialNumber", "TokenCode"];

    public AwsServiceContract Contract { get; } = new()
    {
        Name = "sts",
        Protocol = AwsProtocol.Query,
        Id = "2011-06-15",
        ThrottlingCode = "Throttling",
        ValidationCode = "ValidationError",
    };

    public IReadOnlyList<AwsOperation> Operations => field ??=
    [
        AwsOperation.Read("GetCallerIdentity", null, GetCallerIdentity),
        AwsOperation.Read("AssumeRole", call => call.Required("RoleArn"), AssumeRole) with
        {
            Account = call => AwsNames.AccountOf(call.Text("RoleArn") ?? ""),
            Context = call => ("sts:ExternalId", call.Text("ExternalId")),
        },
    ];

    private static JsonObject GetCallerIdentity(AwsCall call) => new()
    {
        ["Arn"] = call.Caller.SessionArn,
        ["UserId"] = $"{RoleIds.Create(call.Caller.RoleArn)}:{SessionName(call.Caller)}",
        ["Account"] = call.Caller.AccountId,
    };

    private JsonObject AssumeRole(AwsCall call)
    {
        foreach (var name in Unsupported.Where(name => call.Input[name] is not null))
            throw new AwsErrorException(
                "NotImplemented",
                $"The sandbox does not support AssumeRole with {name}.",
                HttpStatusCode.NotImplemented);
        var arn = call.Required("RoleArn");
        var sessionName = call.Required("RoleSessionName");
        if (!SessionNamePattern().IsMatch(sessionName))
            throw AwsErrorException.Constraint(
                "roleSessionName", @"Member must satisfy regular expression pattern: [\w+=,.@-]{2,64}");
        if (call.Text("ExternalId") is { } externalId && !ExternalIdPattern().IsMatch(externalId))
            throw AwsErrorException.Constraint(
                "externalId", @"Member must satisfy regular expression pattern: [\w+=,.@:\/-]{2,1224}");
        var sessionPolicy = SessionPolicy(call.Text("Policy"));
        var role = Assume(call, arn);
        var seconds = Duration(call, role);

        var principal = new Principal(
            AwsNames.AccountOf(arn)!, arn, AwsNames.Session(AwsNames.AccountOf(arn)!, role.Name, sessionName));
        var session = credentials.Issue(principal, call.Now.AddSeconds(seconds), sessionPolicy);
        return ToJson(session, role, sessionName);
    }

    /// <summary>The functions' policy allows only accounts of their organization (aws:ResourceOrgID).</summary>
    private SandboxRole Assume(AwsCall call, string arn)
    {
        if (organization.Find(AwsNames.AccountOf(arn) ?? "") is { HasLeft: true })
            throw AwsAuthorization.Denied(call, "sts:AssumeRole", arn);

        var attempt = RoleAssumption.Try(organization, arn, call.Caller, call.Text("ExternalId"), call.Now);
        return attempt.Role ?? throw AwsAuthorization.Denied(call, "sts:AssumeRole", arn);
    }

    private static SandboxPolicy? SessionPolicy(string? text)
    {
        if (text is null)
            return null;
        if (text.Length > LongestPolicy)
            throw AwsErrorException.Constraint(
                "policy", $"Member must have length less than or equal to {LongestPolicy}");
        try
        {
            return SandboxPolicy.Parse(text, PolicyKind.Identity);
        }
        catch (PolicyFormatException e)
        {
            throw new AwsErrorException("MalformedPolicyDocument", e.Message);
        }
    }

    private static int Duration(AwsCall call, SandboxRole role)
    {
        var seconds = call.Number("DurationSeconds", 3600, 900, 43_200);
        if (seconds > 3600)
            throw TooLong("1 hour session limit for roles assumed by role chaining");
        return seconds <= role.MaxSessionSeconds
            ? seconds
            : throw TooLong("MaxSessionDuration set for this role");
    }

    private static AwsErrorException TooLong(string limit) =>
        new("ValidationError", $"The requested DurationSeconds exceeds the {limit}.");

    private static JsonObject ToJson(Credential session, SandboxRole role, string sessionName) => new()
    {
        ["AssumedRoleUser"] = new JsonObject
        {
            ["AssumedRoleId"] = $"{RoleIds.Create(role.Arn)}:{sessionName}",
            ["Arn"] = session.Principal.SessionArn,
        },
        ["Credentials"] = new JsonObject
        {
            ["AccessKeyId"] = session.AccessKey,
            ["SecretAccessKey"] = session.SecretKey,
            ["SessionToken"] = session.SessionToken,
            ["Expiration"] =
                session.ExpiresAt!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        },
    };

    private static string SessionName(Principal caller) =>
        caller.SessionArn[(caller.SessionArn.LastIndexOf('/') + 1)..];

    [GeneratedRegex(@"^[\w+=,.@-]{2,64}\z", RegexOptions.None, 1000)]
    private static partial Regex SessionNamePattern();

    [GeneratedRegex(@"^[\w+=,.@:/-]{2,1224}\z", RegexOptions.None, 1000)]
    private static partial Regex ExternalIdPattern();
}
