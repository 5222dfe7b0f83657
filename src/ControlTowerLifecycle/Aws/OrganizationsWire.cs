using System.Text.Json.Serialization;

namespace ControlTowerLifecycle.Aws;

internal sealed record ListAccountsQuestion(string? NextToken);

internal sealed record ListAccountsAnswer(IReadOnlyList<AccountWire>? Accounts, string? NextToken);

internal sealed record ListForParentQuestion(string ParentId, string? NextToken);

internal sealed record ListOrganizationalUnitsForParentAnswer(
    IReadOnlyList<PlaceWire>? OrganizationalUnits, string? NextToken);

internal sealed record ListRootsQuestion;

internal sealed record ListRootsAnswer(IReadOnlyList<PlaceWire>? Roots);

/// <summary>A root or a unit, of which the id is all that matters here.</summary>
internal sealed record PlaceWire(string Id);

internal sealed record DescribeAccountQuestion(string AccountId);

internal sealed record DescribeAccountAnswer(AccountWire Account);

internal sealed record AccountWire(
    string Id, string? Name, string? Email, string? State, string? Status, IReadOnlyList<string>? Paths);

internal sealed record ListParentsQuestion(string ChildId);

internal sealed record ListParentsAnswer(IReadOnlyList<ParentWire>? Parents);

internal sealed record ParentWire(string Id, string Type);

internal sealed record DescribeOrganizationQuestion;

internal sealed record DescribeOrganizationAnswer(OrganizationWire Organization);

internal sealed record OrganizationWire(string Id, string MasterAccountId);

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(ListAccountsQuestion))]
[JsonSerializable(typeof(ListAccountsAnswer))]
[JsonSerializable(typeof(ListForParentQuestion))]
[JsonSerializable(typeof(ListOrganizationalUnitsForParentAnswer))]
[JsonSerializable(typeof(ListRootsQuestion))]
[JsonSerializable(typeof(ListRootsAnswer))]
[JsonSerializable(typeof(DescribeAccountQuestion))]
[JsonSerializable(typeof(DescribeAccountAnswer))]
[JsonSerializable(typeof(ListParentsQuestion))]
[JsonSerializable(typeof(ListParentsAnswer))]
[JsonSerializable(typeof(DescribeOrganizationQuestion))]
[JsonSerializable(typeof(DescribeOrganizationAnswer))]
internal sealed partial class OrganizationsWireContext : JsonSerializerContext;
