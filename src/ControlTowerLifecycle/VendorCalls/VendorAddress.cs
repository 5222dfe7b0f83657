namespace ControlTowerLifecycle.VendorCalls;

/// <summary>
/// The addresses that are called. The key goes to the host of the settings only, whatever a path or a link says: a path that
/// is an absolute URL would replace the host.
/// </summary>
internal static class VendorAddress
{
    /// <summary>The address of a path below an endpoint.</summary>
    /// <exception cref="UriFormatException">The path leads to another host.</exception>
    public static Uri Of(Uri endpoint, string path) =>
        Find(endpoint, path) ?? throw new UriFormatException("The path of a call leads to another host.");

    /// <summary>The path of a link, to be called on the host of the endpoint, whatever host the link names.</summary>
    /// <returns>The path and query without a leading slash; null if the link cannot be called there.</returns>
    public static string? PathOf(Uri endpoint, string link)
    {
        if (!Uri.TryCreate(endpoint, link, out var named) || (named.Scheme != Uri.UriSchemeHttps && named.Scheme != Uri.UriSchemeHttp))
            return null;

        var path = named.PathAndQuery.TrimStart('/');
        return Find(endpoint, path) is null ? null : path;
    }

    private static Uri? Find(Uri endpoint, string path) =>
        Uri.TryCreate(endpoint, path, out var address)
        && (address.Scheme, address.Host, address.Port) == (endpoint.Scheme, endpoint.Host, endpoint.Port)
            ? address
            : null;
}
