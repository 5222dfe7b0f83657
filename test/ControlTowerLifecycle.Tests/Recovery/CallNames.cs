using System.Text.RegularExpressions;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>The names of all external calls of a process.</summary>
internal static partial class CallNames
{
    public const string ReadSecret = "GetSecretValue";
    public const string DescribeAccount = "DescribeAccount";
    public const string ObserveRole = "GetRole";
    public const string CreateRole = "CreateRole";
    public const string TagRole = "TagRole";
    public const string UpdateTrust = "UpdateAssumeRolePolicy";
    public const string PutPolicy = "PutRolePolicy";
    public const string DetachPolicy = "DetachRolePolicy";
    public const string ReturnMessage = "ChangeMessageVisibility";

    private const string Register = "POST awsconnectors";
    private const string Modify = "POST awsconnectors/{id}";
    private const string Remove = "DELETE awsconnectors/{id}";

    public static string[] All { get; } =
    [
        ReadSecret, DescribeAccount, ObserveRole, CreateRole, TagRole, UpdateTrust, PutPolicy, DetachPolicy,
        ReturnMessage, "GET awsconnectorsettings", "POST awsconnectors/search", Register, Modify, Remove,
    ];

    public static bool IsWrite(string name) =>
        name is CreateRole or TagRole or UpdateTrust or PutPolicy or DetachPolicy or Register or Modify or Remove;

    /// <summary>The name of a call to the vendor.</summary>
    public static string Create(HttpRequestMessage request) =>
        $"{request.Method} {Id().Replace(request.RequestUri!.AbsolutePath["/api/".Length..], "{id}")}";

    [GeneratedRegex("[0-9]+$", RegexOptions.None, 1000)]
    private static partial Regex Id();
}
