namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>A response that may be one page of several.</summary>
internal interface IPaginated
{
    /// <summary>The token of the next page; null or empty if this is the last page.</summary>
    string? NextToken { get; }
}

internal static class Pagination
{
    /// <summary>Returns the page. If its token is the one that requested it, the list would never end.</summary>
    /// <param name="page">The response.</param>
    /// <param name="requestToken">The token in the request; null for the first page.</param>
    /// <param name="service">The service.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="resource">The resource in the message of the failure.</param>
    /// <exception cref="AwsException">The page refers to itself.</exception>
    public static TPage RequireProgress<TPage>(
        this TPage page, string? requestToken, AwsService service, string operation, string? resource)
        where TPage : IPaginated =>
        string.IsNullOrEmpty(requestToken) || page.NextToken != requestToken
            ? page
            : throw AwsException.ForUnreadableResponse(service, operation, resource, 200, null);
}
