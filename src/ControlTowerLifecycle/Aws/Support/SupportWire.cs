using System.Text.Json.Serialization;
using ControlTowerLifecycle.Aws.Calls;

namespace ControlTowerLifecycle.Aws.Support;

internal sealed record CreateCaseRequest(
    string Subject, string CommunicationBody, string ServiceCode, string CategoryCode, string SeverityCode, string Language);

internal sealed record CreateCaseResponse(string? CaseId);

internal sealed record DescribeCasesRequest(string AfterTime)
{
    public bool IncludeResolvedCases { get; init; } = true;

    /// <summary>The subject is enough, and responses stay small.</summary>
    public bool IncludeCommunications { get; init; }

    public int MaxResults { get; init; } = 100;

    /// <summary>The language in which the cases were opened.</summary>
    public required string Language { get; init; }

    public string? NextToken { get; init; }
}

internal sealed record DescribeCasesResponse(IReadOnlyList<CaseWire>? Cases = null, string? NextToken = null)
    : IPaginated, IJsonOnDeserialized
{
    public void OnDeserialized() => ListMembers.RequireNonNull(Cases);
}

internal sealed record CaseWire(string? CaseId, string? Subject);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreateCaseRequest))]
[JsonSerializable(typeof(CreateCaseResponse))]
[JsonSerializable(typeof(DescribeCasesRequest))]
[JsonSerializable(typeof(DescribeCasesResponse))]
internal sealed partial class SupportWireContext : JsonSerializerContext;
