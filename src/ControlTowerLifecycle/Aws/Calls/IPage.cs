namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>An answer that may be one page of several.</summary>
internal interface IPage
{
    /// <summary>What the next page is asked for with; null or empty where this is the last.</summary>
    string? NextToken { get; }
}

/// <summary>An answer that would make a walk without an end.</summary>
internal static class PageCheck
{
    /// <summary>The page, or the failure that it is: one that leads to itself is unreadable.</summary>
    /// <param name="page">The answer.</param>
    /// <param name="asked">The token it was asked for with.</param>
    /// <param name="service">Who answered.</param>
    /// <param name="operation">The operation, for the message.</param>
    /// <param name="resource">What it was about, for the message.</param>
    public static TPage LeadingOn<TPage>(
        this TPage page, string? asked, AwsService service, string operation, string? resource)
        where TPage : IPage =>
        string.IsNullOrEmpty(asked) || page.NextToken != asked
            ? page
            : throw AwsException.ForUnreadableResponse(service, operation, resource, 200, null);
}
