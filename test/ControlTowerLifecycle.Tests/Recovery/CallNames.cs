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
    public const string PutEvents = "PutEvents";
    public const string QueueEvent = "SendMessage";
    public const string ObserveProvider = "GetOpenIDConnectProvider";
    public const string CreateProvider = "CreateOpenIDConnectProvider";
    public const string AddAudience = "AddClientIDToOpenIDConnectProvider";
    public const string ReplaceThumbprints = "UpdateOpenIDConnectProviderThumbprint";
    public const string ObservePolicy = "GetPolicy";
    public const string CreatePolicy = "CreatePolicy";
    public const string AddPolicyVersion = "CreatePolicyVersion";
    public const string DeletePolicyVersion = "DeletePolicyVersion";
    public const string AttachPolicy = "AttachRolePolicy";

    private const string Register = "POST awsconnectors";
    private const string Modify = "POST awsconnectors/{id}";
    private const string Remove = "DELETE awsconnectors/{id}";
    private const string FindConnection = "GET awsAccounts/{id}";
    private const string Connect = "POST awsAccounts";
    private const string ModifyConnection = "PATCH awsAccounts/{id}";

    private static readonly string[] Prefixes = ["/api/", "/v3.0/cam/", "/v3.0/"];

    private static readonly string[] Common = [ReadSecret, DescribeAccount, ObserveRole, CreateRole, TagRole, UpdateTrust, ReturnMessage, PutEvents, QueueEvent];

    private static readonly string[] OfWorkloadSecurity =
        [PutPolicy, DetachPolicy, "GET awsconnectorsettings", "POST awsconnectors/search", Register, Modify, Remove];

    private static readonly string[] OfCloudAccounts =
    [
        ObserveProvider, CreateProvider, AddAudience, ReplaceThumbprints, ObservePolicy, CreatePolicy, AddPolicyVersion,
        DeletePolicyVersion, AttachPolicy, FindConnection, Connect, ModifyConnection,
    ];

    private static readonly HashSet<string> Writes = new(StringComparer.Ordinal)
    {
        CreateRole, TagRole, UpdateTrust, PutPolicy, DetachPolicy, Register, Modify, Remove, CreateProvider, AddAudience,
        ReplaceThumbprints, CreatePolicy, AddPolicyVersion, DeletePolicyVersion, AttachPolicy, Connect, ModifyConnection,
    };

    /// <summary>The calls that these protections make.</summary>
    public static string[] Of(ProtectionsSetup protections) => protections switch
    {
        ProtectionsSetup.WorkloadSecurity => [.. Common, .. OfWorkloadSecurity],
        ProtectionsSetup.CloudAccounts => [.. Common, .. OfCloudAccounts],
        _ => [.. Common, .. OfWorkloadSecurity, .. OfCloudAccounts],
    };

    public static bool IsWrite(string name) => Writes.Contains(name);

    /// <summary>Whether the call can be the first one in the account, so that the execution role is assumed.</summary>
    public static bool EntersAccount(string name) => name is ObserveRole or ObserveProvider or ObservePolicy;

    /// <summary>The name of a call to a vendor.</summary>
    public static string Create(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        var prefix = Prefixes.First(start => path.StartsWith(start, StringComparison.Ordinal));
        return $"{request.Method} {Id().Replace(path[prefix.Length..], "{id}")}";
    }

    [GeneratedRegex("[0-9]+$", RegexOptions.None, 1000)]
    private static partial Regex Id();
}
