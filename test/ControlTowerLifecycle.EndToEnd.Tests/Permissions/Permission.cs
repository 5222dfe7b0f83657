namespace ControlTowerLifecycle.EndToEnd.Tests.Permissions;

/// <summary>One action that one statement of the template allows one function's role.</summary>
internal sealed record Permission(string Role, string Statement, string Action)
{
    public const string Lifecycle = "LifecycleFunctionRole";
    public const string Backfill = "BackfillFunctionRole";

    public static IReadOnlyList<string> Roles => [Lifecycle, Backfill];

    /// <summary>All permissions of both roles in a deployment in which every condition of the template holds.</summary>
    public static IReadOnlyList<Permission> All { get; } = [.. Roles.SelectMany(role => PolicyDocuments.Split(
        role, new DeployedTemplate(StackParameters.Everything, new Dictionary<string, CreatedResource>())))];

    /// <summary>The protection whose run proves it.</summary>
    public string Protection => Statement.Contains("VisionOne", StringComparison.Ordinal)
        ? StackParameters.CloudAccounts
        : StackParameters.Default;

    public override string ToString() => $"{Action} of {Statement} in {Role}";
}
