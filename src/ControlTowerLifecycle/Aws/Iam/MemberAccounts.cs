using System.Text.Json.Nodes;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.Sts;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Aws.Iam;

/// <summary>
/// Opens sessions in member accounts by assuming the execution role. The role may do everything there; the session
/// policy limits the session to the given permissions. The management account has no such role: the caller's own
/// credentials are used there.
/// </summary>
internal sealed class MemberAccounts(
    AwsConnection connection, AccountId managementAccountId, string executionRoleName) : IMemberAccounts
{
    private static readonly TimeSpan SessionDuration = TimeSpan.FromMinutes(15);
    private readonly StsClient _sts = new(connection);

    public IMemberAccount Open(AccountId id, IReadOnlyList<SessionPermission> permissions) => new MemberAccount(
        id == managementAccountId
            ? _ => Task.FromResult(new IamClient(connection))
            : token => AssumeAsync(id, permissions, token));

    private async Task<IamClient> AssumeAsync(
        AccountId id, IReadOnlyList<SessionPermission> permissions, CancellationToken cancellationToken)
    {
        var role = $"arn:{connection.Partition}:iam::{id}:role/{executionRoleName}";
        try
        {
            var session = await _sts.AssumeRoleAsync(
                role, "ControlTowerLifecycle", SessionPolicy(permissions), SessionDuration, cancellationToken);
            return new IamClient(session);
        }
        catch (AwsException refused) when (refused is { Code: "AccessDenied" or "AccessDeniedException", Operation: "AssumeRole" })
        {
            throw Refused(role, refused);
        }
    }

    /// <summary>An explicit deny is certain. Every other refusal is the same as that of a role that is not ready
    /// yet.</summary>
    private static AccountEntryRefusedException Refused(string role, AwsException refused)
    {
        var isDenied = refused.Kind == FailureKind.NeedsOperator;
        return new(
            isDenied ? refused.Message : $"{role} cannot be assumed: it does not exist, or does not trust the caller yet",
            refused)
        {
            RemoteSystem = refused.RemoteSystem,
            Operation = refused.Operation,
            Resource = role,
            Status = refused.Status,
            Code = refused.Code,
            DeniedBy = refused.DeniedBy,
            RequestId = refused.RequestId,
            Kind = refused.Kind,
            Advice = isDenied
                ? refused.Advice
                : "Control Tower may still be creating it. If the failure continues: check that the account is enrolled, that "
                    + "the role trusts the management account, and that the function may assume the role.",
        };
    }

    /// <summary>
    /// STS accepts 2,048 characters at most, so resources with the same actions share a statement.
    /// </summary>
    internal static string SessionPolicy(IReadOnlyList<SessionPermission> permissions)
    {
        var statements = permissions
            .GroupBy(permission => string.Join(',', [.. permission.Actions, .. permission.PolicyArns]), StringComparer.Ordinal)
            .Select(JsonNode (group) => Statement(group.First(), [.. group.Select(permission => permission.Resource)]));
        return new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray([.. statements]),
        }.ToJsonString();
    }

    private static JsonObject Statement(SessionPermission permission, IReadOnlyList<string> resources)
    {
        var statement = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Action"] = Texts(permission.Actions),
            ["Resource"] = resources is [var single] ? single : Texts(resources),
        };
        if (permission.PolicyArns is not [])
            statement["Condition"] = new JsonObject { ["ArnEquals"] = new JsonObject { ["iam:PolicyARN"] = Texts(permission.PolicyArns) } };

        return statement;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
