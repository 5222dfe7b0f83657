namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>
/// Finds that the pages of a list form a circle, of any length: it would be read for ever. It remembers one token, and a later
/// one after 1, 2, 4, 8 … pages, so it needs no more memory for a long list (Brent's algorithm).
/// </summary>
internal sealed class PageTokens
{
    private string? _remembered;
    private long _pages;
    private long _replaceAt = 1;

    /// <summary>Returns the token of the next page.</summary>
    /// <exception cref="AwsException">The token was returned before.</exception>
    public string? Next(string? next, AwsService service, string operation, string? resource) =>
        Repeats(next) ? throw AwsException.ForUnreadableResponse(service, operation, resource, 200, null) : next;

    /// <summary>Whether the token was returned before.</summary>
    /// <param name="next">The token of the next page; null or empty if the list has ended, and another may begin.</param>
    public bool Repeats(string? next)
    {
        if (string.IsNullOrEmpty(next))
        {
            (_remembered, _pages, _replaceAt) = (null, 0, 1);
            return false;
        }

        if (next == _remembered)
            return true;

        if (++_pages == _replaceAt)
            (_remembered, _replaceAt) = (next, _replaceAt * 2);

        return false;
    }
}
