using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.Organizations;

internal sealed record ListAccountsRequest(string? NextToken);

// What has no default here has to be in the answer; without it the answer is not to be read.
internal sealed record ListAccountsResponse(IReadOnlyList<AccountWire>? Accounts = null, string? NextToken = null)
    : IPage, IJsonOnDeserialized
{
    public void OnDeserialized() => WholeList.Check(Accounts);
}

internal sealed record ListForParentRequest(string ParentId, string? NextToken);

internal sealed record ListOrganizationalUnitsForParentResponse(
    IReadOnlyList<PlaceWire>? OrganizationalUnits = null, string? NextToken = null) : IPage, IJsonOnDeserialized
{
    public void OnDeserialized() => WholeList.Check(OrganizationalUnits);
}

internal sealed record ListRootsRequest;

internal sealed record ListRootsResponse(IReadOnlyList<PlaceWire>? Roots = null, string? NextToken = null)
    : IPage, IJsonOnDeserialized
{
    public void OnDeserialized() => WholeList.Check(Roots);
}

/// <summary>A root or a unit, of which the id is all that matters here.</summary>
internal sealed record PlaceWire(string Id);

internal sealed record DescribeAccountRequest(string AccountId);

internal sealed record DescribeAccountResponse(AccountWire Account);

internal sealed record AccountWire(
    string Id,
    string? Name = null,
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

internal sealed record ListParentsRequest(string ChildId);

internal sealed record ListParentsResponse(IReadOnlyList<ParentWire>? Parents = null) : IJsonOnDeserialized
{
    public void OnDeserialized() => WholeList.Check(Parents);
}

internal sealed record ParentWire(string Id, string Type);

[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ListAccountsRequest))]
[JsonSerializable(typeof(ListAccountsResponse))]
[JsonSerializable(typeof(ListForParentRequest))]
[JsonSerializable(typeof(ListOrganizationalUnitsForParentResponse))]
[JsonSerializable(typeof(ListRootsRequest))]
[JsonSerializable(typeof(ListRootsResponse))]
[JsonSerializable(typeof(DescribeAccountRequest))]
[JsonSerializable(typeof(DescribeAccountResponse))]
[JsonSerializable(typeof(ListParentsRequest))]
[JsonSerializable(typeof(ListParentsResponse))]
internal sealed partial class OrganizationsWireContext : JsonSerializerContext;
