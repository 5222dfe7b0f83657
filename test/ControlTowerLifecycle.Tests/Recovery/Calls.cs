using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>The names of all calls that a process makes to the world outside.</summary>
internal static partial class Calls
{
    public const string ReadSecret = "GetSecretValue";
    public const string Describe = "DescribeAccount";
    public const string Enter = "GetRole";
    public const string CreateRole = "CreateRole";
    public const string TagRole = "TagRole";
    public const string UpdateTrust = "UpdateAssumeRolePolicy";
    public const string PutPolicy = "PutRolePolicy";
    public const string DetachPolicy = "DetachRolePolicy";
    public const string HandBack = "ChangeMessageVisibility";

    private const string Register = "POST awsconnectors";
    private const string Modify = "POST awsconnectors/{id}";
    private const string Remove = "DELETE awsconnectors/{id}";

    public static string[] All { get; } =
    [
        ReadSecret, Describe, Enter, CreateRole, TagRole, UpdateTrust, PutPolicy, DetachPolicy, HandBack,
        "GET awsconnectorsettings", "POST awsconnectors/search", Register, Modify, Remove,
    ];

    public static bool IsWrite(string call) =>
        call is CreateRole or TagRole or UpdateTrust or PutPolicy or DetachPolicy or Register or Modify or Remove;

    /// <summary>The name of a call of the vendor.</summary>
    public static string Of(HttpRequestMessage request) =>
        $"{request.Method} {Id().Replace(request.RequestUri!.AbsolutePath["/api/".Length..], "{id}")}";

    [GeneratedRegex("[0-9]+$", RegexOptions.None, 1000)]
    private static partial Regex Id();
}
