using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.Pipeline;

namespace ControlTowerLifecycle.Aws;

internal sealed record ListAccountsQuestion(string? NextToken);

// What has no default here has to be in the answer; without it the answer is not to be read.
internal sealed record ListAccountsAnswer(IReadOnlyList<AccountWire>? Accounts = null, string? NextToken = null)
    : IPage, IJsonOnDeserialized
{
    public void OnDeserialized() => WholeList.Check(Accounts);
}

internal sealed record ListForParentQuestion(string ParentId, string? NextToken);

internal sealed record ListOrganizationalUnitsForParentAnswer(
    IReadOnlyList<PlaceWire>? OrganizationalUnits = null, string? NextToken = null) : IPage, IJsonOnDeserialized
{
    public void OnDeserialized() => WholeList.Check(OrganizationalUnits);
}

internal sealed record ListRootsQuestion;

internal sealed record ListRootsAnswer(IReadOnlyList<PlaceWire>? Roots = null, string? NextToken = null)
    : IPage, IJsonOnDeserialized
{
    public void OnDeserialized() => WholeList.Check(Roots);
}

/// <summary>A root or a unit, of which the id is all that matters here.</summary>
internal sealed record PlaceWire(string Id);

internal sealed record DescribeAccountQuestion(string AccountId);

internal sealed record DescribeAccountAnswer(AccountWire Account);

internal sealed record AccountWire(
    string Id,
    string? Name = null,
    string? Email = null,
    string? State = null,
    string? Status = null,
    IReadOnlyList<string>? Paths = null) : IJsonOnDeserialized
{
    public void OnDeserialized()
    {
        WholeList.Check(Paths);
        if (!AccountId.TryParse(Id, out _))
            throw new JsonException(AccountId.Fault(Id));
    }
}

internal sealed record ListParentsQuestion(string ChildId);

internal sealed record ListParentsAnswer(IReadOnlyList<ParentWire>? Parents = null) : IJsonOnDeserialized
{
    public void OnDeserialized() => WholeList.Check(Parents);
}

internal sealed record ParentWire(string Id, string Type);

internal sealed record DescribeOrganizationQuestion;

internal sealed record DescribeOrganizationAnswer(OrganizationWire Organization);

internal sealed record OrganizationWire(string Id, string MasterAccountId);

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
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
