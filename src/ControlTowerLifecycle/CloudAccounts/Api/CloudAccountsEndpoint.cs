namespace ControlTowerLifecycle.CloudAccounts.Api;

/// <summary>The address of the API.</summary>
internal static class CloudAccountsEndpoint
{
    /// <summary>What comes before <c>/awsAccounts</c>. The vendor also has <c>/beta/cam</c>.</summary>
    public const string DefaultPathPrefix = "/v3.0/cam";

    public static Uri Of(VisionOneRegion region) => new($"https://{region.ApiHost}/");

    /// <summary>Reads the URL of a host.</summary>
    /// <exception cref="FormatException">The text is no https URL of a host; plain http is valid for a loopback address
    /// only.</exception>
    public static Uri Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url is not { UserInfo: "", Query: "", Fragment: "", AbsolutePath: "/" })
            throw new FormatException("must be the https URL of a host, without a path");

        return url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)
            ? url
            : throw new FormatException("must be an https URL: the API key would be sent unencrypted");
    }
}
