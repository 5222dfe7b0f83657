using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Architecture;

/// <summary>The types that each folder of the library may reference, read from the compiled code.</summary>
public class DependenciesTests
{
    private const string Library = "ControlTowerLifecycle";

    private static readonly ILookup<string, Type> Folders = typeof(AccountId).Assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith($"{Library}.", StringComparison.Ordinal) == true)
        .ToLookup(type => type.Namespace!.Split('.')[1], StringComparer.Ordinal);

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Accounts"] = ["Failures"],
        ["Events"] = ["Accounts", "Failures"],
        ["Failures"] = [],
        ["Onboarding"] = ["Accounts", "Events", "Failures"],
        ["FollowUps"] = ["Accounts", "Events", "Failures", "Onboarding"],
        ["Notifications"] = ["Accounts", "Events", "Failures", "Onboarding"],
        ["Reconciliation"] = ["Accounts", "Events", "Failures", "Onboarding"],
        ["VendorCalls"] = ["Failures"],
        ["WorkloadSecurity"] = ["Accounts", "Failures", "Onboarding", "VendorCalls"],
        ["CloudAccounts"] = ["Accounts", "Failures", "Onboarding", "VendorCalls"],
        ["Settings"] = [],
        ["Aws"] = ["Accounts", "Events", "Failures", "FollowUps", "Notifications", "Onboarding", "Reconciliation", "Settings"],
        ["Hosting"] =
        [
            "Accounts", "Events", "Failures", "FollowUps", "Onboarding", "Notifications", "Reconciliation", "Settings", "VendorCalls",
            "WorkloadSecurity", "CloudAccounts", "Aws",
        ],
    };

    public static TheoryData<string> AllFolders => [.. Allowed.Keys];

    [Fact]
    public void Every_folder_has_a_dependency_rule() =>
        Assert.Equal(
            Allowed.Keys.Order(StringComparer.Ordinal),
            Folders.Select(folder => folder.Key).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(AllFolders))]
    public void Dependencies_point_inward(string folder)
    {
        string[] allowed = [folder, .. Allowed[folder]];

        Assert.Empty(References(folder, type =>
            type.Namespace?.StartsWith($"{Library}.", StringComparison.Ordinal) == true
            && !allowed.Contains(type.Namespace.Split('.')[1], StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("Accounts")]
    [InlineData("Events")]
    [InlineData("Onboarding")]
    [InlineData("Failures")]
    [InlineData("FollowUps")]
    [InlineData("Notifications")]
    [InlineData("Reconciliation")]
    public void Inner_folders_reference_no_Amazon_type_no_HTTP_and_no_console(string folder) =>
        Assert.Empty(References(folder, IsOuter));

    [Fact]
    public void No_folder_references_the_console() => Assert.All(
        Folders, folder => Assert.Empty(References(folder.Key, type => type == typeof(Console))));

    [Fact]
    public void Only_the_Aws_folder_references_Amazon_types() => Assert.Equal(
        ["Aws"], Folders.Select(folder => folder.Key).Where(folder => References(folder, IsAmazon).Count > 0));

    /// <summary>
    /// The reader finds references in declarations and in the code of methods.
    /// </summary>
    [Theory]
    [InlineData("Aws", "Amazon.Runtime.AWSCredentials")]
    [InlineData("VendorCalls", "System.Net.Http.HttpRequestException")]
    [InlineData("Hosting", "System.Net.Http.SocketsHttpHandler")]
    [InlineData("Events", "System.Text.Json.JsonException")]
    public void Known_reference_is_found(string folder, string typeName) =>
        Assert.NotEmpty(References(folder, type => type.FullName == typeName));

    private static bool IsOuter(Type type) =>
        IsAmazon(type)
        || type == typeof(Console)
        || type.Namespace?.StartsWith("System.Net", StringComparison.Ordinal) == true;

    private static bool IsAmazon(Type type) => type.Namespace?.Split('.')[0] is "Amazon" or "AWSSDK";

    private static List<string> References(string folder, Func<Type, bool> condition) =>
    [
        .. from type in Folders[folder]
           from referenced in TypeReferences.Of(type)
           where condition(referenced)
           select $"{type} references {referenced}",
    ];
}
