namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>
/// The address of a tenant's API: <c>https://workload.{region}.cloudone.trendmicro.com/api</c>, an older host, or a
/// self-hosted manager, <c>https://host:4119/api</c> (Workload Security API reference).
/// </summary>
internal static class WorkloadSecurityEndpoint
{
    public const string Default = "workload.us-1.cloudone.trendmicro.com";

    /// <summary>Reads a host name or an https URL; <c>/api</c> is added if it is missing.</summary>
    /// <returns>The base address, ending in <c>/api/</c>.</returns>
    /// <exception cref="FormatException">The text is neither of them, or plain http to an address that is not a
    /// loopback address.</exception>
    public static Uri Parse(string text)
    {
        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}";
        if (!Uri.TryCreate(address.TrimEnd('/'), UriKind.Absolute, out var uri)
            || uri is not { UserInfo: "", Query: "", Fragment: "" })
            throw new FormatException($"takes a host name such as {Default}, or an https URL");

        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            throw new FormatException("takes an https URL: the API key would be sent unencrypted");

        var path = uri.AbsolutePath.TrimEnd('/');
        return new UriBuilder(uri) { Path = path.EndsWith("/api", StringComparison.Ordinal) ? $"{path}/" : $"{path}/api/" }.Uri;
    }
}
