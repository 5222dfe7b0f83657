using System.Text.Json;

namespace ControlTowerLifecycle.Sandbox.Aws.Policies;

/// <summary>
/// An identity, session or trust policy. A policy with an element that the sandbox cannot evaluate is refused.
/// </summary>
internal sealed class SandboxPolicy
{
    private readonly PolicyStatement[] _statements;

    private SandboxPolicy(PolicyStatement[] statements) => _statements = statements;

    /// <summary>The policy of <c>AdministratorAccess</c>, and of the functions until a test restricts them.</summary>
    public static SandboxPolicy AllowAll { get; } = Parse(
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", PolicyKind.Identity);

    /// <exception cref="PolicyFormatException">The text is not JSON, not a policy of that kind, or has an element that
    /// the sandbox cannot evaluate.</exception>
    public static SandboxPolicy Parse(string text, PolicyKind kind)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return new SandboxPolicy(
                [.. Statements(document.RootElement).Select(statement => PolicyStatement.Parse(statement, kind))]);
        }
        catch (JsonException)
        {
            throw new PolicyFormatException("This policy contains invalid Json");
        }
    }

    /// <summary>The condition keys that the statements depend on.</summary>
    public IEnumerable<string> ConditionKeys => _statements.SelectMany(statement => statement.ConditionKeys);

    /// <summary>A Deny in any statement wins over every Allow.</summary>
    public Verdict Evaluate(PolicyRequest request)
    {
        var verdict = Verdict.NotMentioned;
        foreach (var statement in _statements)
        {
            if (!statement.Covers(request))
                continue;
            if (!statement.Allows)
                return Verdict.Denied;
            verdict = Verdict.Allowed;
        }

        return verdict;
    }

    private static IEnumerable<JsonElement> Statements(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new PolicyFormatException("Syntax errors in policy.");
        if (root.TryGetProperty("Version", out var version)
            && version.GetString() is not ("2012-10-17" or "2008-10-17"))
            throw new PolicyFormatException("The policy is not in the valid JSON format: unknown Version.");
        if (!root.TryGetProperty("Statement", out var statement))
            throw new PolicyFormatException("Missing required field Statement");
        return statement.ValueKind switch
        {
            JsonValueKind.Array when statement.GetArrayLength() > 0 => statement.EnumerateArray(),
            JsonValueKind.Object => [statement],
            _ => throw new PolicyFormatException("Missing required field Statement"),
        };
    }
}

/// <summary>The kind of a policy decides which elements it must have and must not have.</summary>
internal enum PolicyKind
{
    /// <summary>Of an identity or a session: with Resource, without Principal.</summary>
    Identity,

    /// <summary>Of a role, for the callers that may assume it: with Principal, without Resource.</summary>
    Trust,

    /// <summary>Of a queue, for its senders: with Principal and with Resource.</summary>
    Resource,
}

/// <summary>The result of a policy evaluation.</summary>
internal enum Verdict
{
    NotMentioned,
    Allowed,
    Denied,
}

/// <summary>A call to evaluate against policies.</summary>
/// <param name="Action">For example <c>iam:CreateRole</c>.</param>
/// <param name="Resource">The ARN, or <c>*</c> for an action without a resource.</param>
/// <param name="Caller">The principal that trust policies may name.</param>
/// <param name="Context">The condition keys of the call; names are not case-sensitive.</param>
internal sealed record PolicyRequest(
    string Action, string Resource, Principal Caller, IReadOnlyDictionary<string, string> Context);

/// <summary>The caller of an operation.</summary>
/// <param name="AccountId">The account of the caller.</param>
/// <param name="RoleArn">The role behind the session.</param>
/// <param name="SessionArn">The session, <c>arn:aws:sts::…:assumed-role/…</c>.</param>
internal sealed record Principal(string AccountId, string RoleArn, string SessionArn);

/// <summary>The text is not a valid policy. The message is that of IAM.</summary>
internal sealed class PolicyFormatException(string message) : Exception(message);
