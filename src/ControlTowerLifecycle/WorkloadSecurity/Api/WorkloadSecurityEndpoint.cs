namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>
/// Where a tenant's API answers: <c>https://workload.{region}.cloudone.trendmicro.com/api</c>, an older host, or a
/// manager of one's own, <c>https://host:4119/api</c> (Workload Security API reference).
/// </summary>
internal static class WorkloadSecurityEndpoint
{
    /// <summary>The default host.</summary>
    public const string Default = "workload.us-1.cloudone.trendmicro.com";

    /// <summary>Reads a host name or an https URL; <c>/api</c> is added where it is missing.</summary>
    /// <returns>The base address, ending in <c>/api/</c>.</returns>
    /// <exception cref="FormatException">It is neither, or plain http to anything but a loopback address.</exception>
    public static Uri Parse(string text)
    {
        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}";
        if (!Uri.TryCreate(address.TrimEnd('/'), UriKind.Absolute, out var uri)
            || uri is not { UserInfo: "", Query: "", Fragment: "" })
            throw new FormatException($"takes a host name such as {Default}, or an https URL");

        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            throw new FormatException("takes an https URL: the API key would cross the network in the clear");

        var path = uri.AbsolutePath.TrimEnd('/');
        return new UriBuilder(uri) { Path = path.EndsWith("/api", StringComparison.Ordinal) ? $"{path}/" : $"{path}/api/" }.Uri;
    }
}
