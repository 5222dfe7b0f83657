using System.Text.Json;

namespace ControlTowerLifecycle.Sandbox.Aws.Policies;

/// <summary>
/// A policy: identity policy, session policy or trust policy. What the sandbox cannot judge it refuses to take.
/// </summary>
internal sealed class SandboxPolicy
{
    private readonly PolicyStatement[] _statements;

    private SandboxPolicy(PolicyStatement[] statements) => _statements = statements;

    /// <summary>The policy of <c>AdministratorAccess</c>, and of a function that nobody has restricted.</summary>
    public static SandboxPolicy AllowAll { get; } = Parse(
        """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}""", PolicyKind.Identity);

    /// <exception cref="PolicyFormatException">It is no JSON, no policy of that kind, or needs what the
    /// sandbox cannot judge.</exception>
    public static SandboxPolicy Parse(string text, PolicyKind kind)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return new SandboxPolicy(
                [.. StatementsOf(document.RootElement).Select(each => PolicyStatement.Parse(each, kind))]);
        }
        catch (JsonException)
        {
            throw new PolicyFormatException("This policy contains invalid Json");
        }
    }

    /// <summary>A Deny anywhere wins over every Allow.</summary>
    public Verdict Evaluate(PolicyRequest question)
    {
        var verdict = Verdict.NotMentioned;
        foreach (var statement in _statements)
        {
            if (!statement.Covers(question))
                continue;
            if (!statement.Allows)
                return Verdict.Denied;
            verdict = Verdict.Allowed;
        }

        return verdict;
    }

    private static IEnumerable<JsonElement> StatementsOf(JsonElement root)
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

/// <summary>What a policy hangs on decides which elements it must and must not have.</summary>
internal enum PolicyKind
{
    /// <summary>On an identity or a session: a Resource, no Principal.</summary>
    Identity,

    /// <summary>On a role, saying who may assume it: a Principal, no Resource.</summary>
    Trust,
}

/// <summary>What a policy says to a question.</summary>
internal enum Verdict
{
    NotMentioned,
    Allowed,
    Denied,
}

/// <summary>One call to be judged.</summary>
/// <param name="Action">For example <c>iam:CreateRole</c>.</param>
/// <param name="Resource">The ARN, or <c>*</c> for an action without a resource.</param>
/// <param name="Caller">Who asks; trust policies name principals.</param>
/// <param name="Context">Condition keys that are present, by name without regard to case.</param>
internal sealed record PolicyRequest(
    string Action, string Resource, Principal Caller, IReadOnlyDictionary<string, string> Context);

/// <summary>Who asks.</summary>
/// <param name="AccountId">The account of the caller.</param>
/// <param name="RoleArn">The role behind the session.</param>
/// <param name="SessionArn">The session itself, <c>arn:aws:sts::…:assumed-role/…</c>.</param>
internal sealed record Principal(string AccountId, string RoleArn, string SessionArn);

/// <summary>A text that is no policy; the message is IAM's.</summary>
internal sealed class PolicyFormatException(string message) : Exception(message);
