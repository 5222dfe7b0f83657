using System.Net;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>Reads and validates the parameters of IAM operations. The errors have the codes and sentences of
/// IAM.</summary>
internal static partial class IamParameters
{
    public static string RoleName(AwsCall call) => Name(call, "RoleName", 64);

    public static string PolicyName(AwsCall call) => Name(call, "PolicyName", 128);

    /// <summary>The text of a policy, after a check that it is a policy of that kind.</summary>
    public static string Document(AwsCall call, string parameter, PolicyKind kind)
    {
        var text = call.Required(parameter);
        try
        {
            SandboxPolicy.Parse(text, kind);
            return text;
        }
        catch (PolicyFormatException e)
        {
            throw new AwsErrorException("MalformedPolicyDocument", e.Message);
        }
    }

    /// <summary>IAM does not count the white space of a policy.</summary>
    public static int Size(string document) => document.Count(character => !char.IsWhiteSpace(character));

    /// <summary>IAM returns policy documents URL-encoded (RFC 3986).</summary>
    public static string Encoded(string document) => Uri.EscapeDataString(document);

    public static AwsErrorException NoSuchRole(string name) =>
        NoSuchEntity($"The role with name {name} cannot be found.");

    public static AwsErrorException NoSuchEntity(string message) =>
        new("NoSuchEntity", message, HttpStatusCode.NotFound);

    public static AwsErrorException LimitExceeded(string message) =>
        new("LimitExceeded", message, HttpStatusCode.Conflict);

    /// <summary>The role in the caller's account.</summary>
    public static SandboxRole Role(SandboxOrganization organization, AwsCall call)
    {
        var name = RoleName(call);
        return organization.Find(call.Caller.AccountId)?.Role(name) ?? throw NoSuchRole(name);
    }

    /// <summary>Changes a role in the caller's account atomically.</summary>
    public static void Change(SandboxOrganization organization, AwsCall call, Func<SandboxRole, SandboxRole> change)
    {
        var name = RoleName(call);
        organization.Change(
            call.Caller.AccountId, account => account.With(change(account.Role(name) ?? throw NoSuchRole(name))));
    }

    private static string Name(AwsCall call, string parameter, int maximumLength)
    {
        var name = call.Required(parameter);
        return name.Length <= maximumLength && NamePattern().IsMatch(name)
            ? name
            : throw AwsErrorException.Constraint(
                parameter, $@"Member must satisfy regular expression pattern: [\w+=,.@-]{{1,{maximumLength}}}");
    }

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]+\z", RegexOptions.None, 1000)]
    private static partial Regex NamePattern();
}
