namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>Which requests only read, so that a second one does no harm.</summary>
/// <remarks>
/// GET and HEAD; the vendor's POST …/search; and the operations of AWS that are sent as a POST, by the name in X-Amz-Target
/// (JSON) or in the parameter Action (Query). AssumeRole changes nothing either.
/// </remarks>
internal static class ReadRequests
{
    private static readonly string[] Verbs = ["Get", "List", "Describe", "AssumeRole"];

    public static bool IsRead(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get
        || request.Method == HttpMethod.Head
        || (request.Method == HttpMethod.Post
            && (request.RequestUri!.AbsolutePath.EndsWith("/search", StringComparison.Ordinal) || IsReadOfAws(request)));

    private static bool IsReadOfAws(HttpRequestMessage request) =>
        Operation(request) is { } operation
        && Array.Exists(Verbs, verb => operation.StartsWith(verb, StringComparison.Ordinal));

    private static string? Operation(HttpRequestMessage request)
    {
        if (request.Headers.TryGetValues("X-Amz-Target", out var targets))
            return targets.First().Split('.')[^1];

        if (request.Content is not ByteArrayContent { Headers.ContentType.MediaType: "application/x-www-form-urlencoded" } form)
            return null;

        using var reader = new StreamReader(form.ReadAsStream());
        return Array.Find(reader.ReadToEnd().Split('&'), parameter => parameter.StartsWith("Action=", StringComparison.Ordinal))
            ?["Action=".Length..];
    }
}
