using System.Net;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.Sandbox.Aws.Policies;
using ControlTowerLifecycle.Sandbox.Organizations;

namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>Names, documents and errors as IAM judges and words them.</summary>
internal static partial class IamParameters
{
    public static string RoleName(AwsCall call) => Name(call, "RoleName", 64);

    public static string PolicyName(AwsCall call) => Name(call, "PolicyName", 128);

    /// <summary>A policy's text, which must be a policy of that kind.</summary>
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

    /// <summary>IAM does not count white space in a policy.</summary>
    public static int SizeOf(string document) => document.Count(character => !char.IsWhiteSpace(character));

    /// <summary>Documents travel URL-encoded (RFC 3986) in answers.</summary>
    public static string Encoded(string document) => Uri.EscapeDataString(document);

    public static AwsErrorException NoSuchRole(string name) => NoSuchEntity($"The role with name {name} cannot be found.");

    public static AwsErrorException NoSuchEntity(string message) => new("NoSuchEntity", message, HttpStatusCode.NotFound);

    public static AwsErrorException LimitExceeded(string message) => new("LimitExceeded", message, HttpStatusCode.Conflict);

    /// <summary>The role of the caller's account.</summary>
    public static SandboxRole Role(SandboxOrganization organization, AwsCall call)
    {
        var name = RoleName(call);
        return organization.Find(call.Caller.AccountId)?.Role(name) ?? throw NoSuchRole(name);
    }

    /// <summary>Changes the role of the caller's account in one go.</summary>
    public static void Change(SandboxOrganization organization, AwsCall call, Func<SandboxRole, SandboxRole> change)
    {
        var name = RoleName(call);
        organization.Change(
            call.Caller.AccountId, account => account.With(change(account.Role(name) ?? throw NoSuchRole(name))));
    }

    private static string Name(AwsCall call, string parameter, int longest)
    {
        var name = call.Required(parameter);
        return name.Length <= longest && NamePattern().IsMatch(name)
            ? name
            : throw AwsErrorException.Constraint(
                parameter, $@"Member must satisfy regular expression pattern: [\w+=,.@-]{{1,{longest}}}");
    }

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]+\z", RegexOptions.None, 1000)]
    private static partial Regex NamePattern();
}
