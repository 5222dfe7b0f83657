using System.Globalization;
using ControlTowerLifecycle.Aws.Calls;
using ControlTowerLifecycle.FollowUps;

namespace ControlTowerLifecycle.Aws.Support;

/// <summary>
/// The support cases of the caller's account (AWS Support API reference). The API is in one region of its partition, and needs
/// a support plan: without it each call is refused with SubscriptionRequiredException.
/// </summary>
internal sealed class SupportClient(AwsConnection connection) : ISupport
{
    private const string DescribeCases = "DescribeCases";
    private const string CreateCase = "CreateCase";
    private const string Target = "AWSSupport_20130415";

    /// <summary>A hundred cases a page. An account with more cases in a year has another problem.</summary>
    private const int MaximumPages = 100;

    private readonly JsonApi _reads = new(connection, AwsService.Support, Target, "1.1");

    // The SDK would repeat a call whose response is lost, and each call opens a case.
    private readonly JsonApi _writes =
        new(connection.WithTransport(connection.Transport with { Retries = 0 }), AwsService.Support, Target, "1.1");

    public async Task<string?> FindCaseAsync(
        SupportCaseRequest request, DateTimeOffset after, CancellationToken cancellationToken)
    {
        string? nextToken = null;
        for (var page = 1; page <= MaximumPages; page++)
        {
            var response = (await _reads.CallAsync(
                DescribeCases,
                resource: null,
                new DescribeCasesRequest(after.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
                {
                    Language = request.Template.Language,
                    NextToken = nextToken,
                },
                SupportWireContext.Default.DescribeCasesRequest,
                SupportWireContext.Default.DescribeCasesResponse,
                cancellationToken)).RequireProgress(nextToken, AwsService.Support, DescribeCases, null);
            if ((response.Cases ?? []).FirstOrDefault(found => request.IsFor(found.Subject) && found.CaseId is not (null or "")) is { } ours)
                return ours.CaseId;

            nextToken = response.NextToken;
            if (string.IsNullOrEmpty(nextToken))
                return null;
        }

        throw AwsException.ForUnreadableResponse(AwsService.Support, DescribeCases, resource: null, 200, null);
    }

    public async Task<string> CreateCaseAsync(SupportCaseRequest request, CancellationToken cancellationToken)
    {
        var template = request.Template;
        var response = await _writes.CallAsync(
            CreateCase,
            resource: null,
            new CreateCaseRequest(
                request.Subject, request.Body, template.ServiceCode, template.CategoryCode, template.SeverityCode, template.Language),
            SupportWireContext.Default.CreateCaseRequest,
            SupportWireContext.Default.CreateCaseResponse,
            cancellationToken);

        // A case may be open all the same: the next attempt looks for it.
        return response.CaseId is { Length: > 0 } caseId
            ? caseId
            : throw AwsException.ForUnreadableResponse(AwsService.Support, CreateCase, resource: null, 200, null);
    }
}
