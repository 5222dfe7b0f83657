using System.Text.Json;
using System.Text.Json.Serialization;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.Organizations;

internal sealed record ListAccountsRequest(string? NextToken);

// A member without a default is required: without it the response is unreadable.
internal sealed record ListAccountsResponse(IReadOnlyList<AccountWire>? Accounts = null, string? NextToken = null)
    : IPaginated, IJsonOnDeserialized
{
    public void OnDeserialized() => ListMembers.RequireNonNull(Accounts);
}

internal sealed record ListForParentRequest(string ParentId, string? NextToken);

internal sealed record ListOrganizationalUnitsForParentResponse(
    IReadOnlyList<RootOrUnitWire>? OrganizationalUnits = null, string? NextToken = null) : IPaginated, IJsonOnDeserialized
{
    public void OnDeserialized() => ListMembers.RequireNonNull(OrganizationalUnits);
}

internal sealed record ListRootsRequest;

internal sealed record ListRootsResponse(IReadOnlyList<RootOrUnitWire>? Roots = null, string? NextToken = null)
    : IPaginated, IJsonOnDeserialized
{
    public void OnDeserialized() => ListMembers.RequireNonNull(Roots);
}

internal sealed record RootOrUnitWire(string Id, string? Name = null);

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
        ListMembers.RequireNonNull(Paths);
        if (!AccountId.TryParse(Id, out _))
            throw new JsonException(AccountId.Fault(Id));
    }
}

internal sealed record ListParentsRequest(string ChildId);

internal sealed record ListParentsResponse(IReadOnlyList<ParentWire>? Parents = null) : IJsonOnDeserialized
{
    public void OnDeserialized() => ListMembers.RequireNonNull(Parents);
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
