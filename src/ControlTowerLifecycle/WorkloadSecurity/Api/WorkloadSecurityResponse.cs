using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>Reads responses. Their length and form are never trusted.</summary>
internal static class WorkloadSecurityResponse
{
    /// <summary>In bytes. 5,000 connectors, the most that a page holds, take about 2 MB.</summary>
    private const int MaximumBody = 16 * 1024 * 1024;

    private const int MaximumErrorBody = 4 * 1024;
    private const int MaximumErrorText = 300;
    private const string RepeatsTheKey = "(text left out: it repeats a part of the API key)";

    /// <summary>No caller waits longer, and a timer does not take every number that the header can hold.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    /// <exception cref="JsonException">The response is too long, or not of the expected form.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<T> ReadAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> shape, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaximumBody, cancellationToken);
        }
        catch (HttpRequestException failed)
        {
            throw failed.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
                ? new JsonException($"The response is longer than {MaximumBody} bytes.", failed)
                : new IOException("The connection broke within a response.", failed);
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonSerializer.DeserializeAsync(body, shape, cancellationToken)
            ?? throw new JsonException("The response is null.");
    }

    /// <summary>
    /// The failure that a response describes. Its text is shortened and cleaned, and left out if it repeats a part of the
    /// key.
    /// </summary>
    public static async Task<WorkloadSecurityException> ReadFailureAsync(
        WorkloadSecurityCall call, HttpResponseMessage response, WorkloadSecuritySecret secret, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var body = await ReadBoundedAsync(response, MaximumErrorBody, cancellationToken);
        var text = Clean(VendorErrorText.Read(body.Span), secret);
        var meaning = IsPage(response, body.Span)
            ? ErrorMeaning.Page
            : ErrorMeanings.Of((int)response.StatusCode, call.On, text);
        var target = Clean(RedirectTarget(response), secret);
        return WorkloadSecurityFailure.Create(
            call,
            (int)response.StatusCode,
            $"{(target.Length == 0 ? "" : $" with a redirect to {target}")}{(text.Length == 0 ? "" : $": {text}")}",
            response.Headers.TryGetValues("X-Request-ID", out var ids) ? Clean(string.Join(',', ids), secret) : null,
            RetryAfter(response, time),
            null,
            meaning);
    }

    /// <summary>
    /// Whether the body is a page for a browser, which the API never returns: a web firewall or a proxy responded.
    /// </summary>
    public static bool IsPage(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml";

    /// <summary>The Retry-After of the response, from zero to a day; null if there is none.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait is { } length ? TimeSpan.FromTicks(Math.Clamp(length.Ticks, 0, LongestRetryAfter.Ticks)) : null;
    }

    private static bool IsPage(HttpResponseMessage response, ReadOnlySpan<byte> body) =>
        IsPage(response) || VendorErrorText.WithoutMark(body).TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    /// <summary>The host of a redirect, which is not followed.</summary>
    private static string RedirectTarget(HttpResponseMessage response) =>
        (int)response.StatusCode is < 300 or > 399 || response.Headers.Location is not { } location ? ""
        : location.IsAbsoluteUri ? location.Host
        : "another path of the same host";

    private static string Clean(string received, WorkloadSecuritySecret secret) =>
        secret.Echo.IsIn(received) ? RepeatsTheKey : OutsideText.Clean(received, MaximumErrorText);

    /// <summary>The body, or one byte more than <paramref name="limit"/> if it is longer.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadBoundedAsync(
        HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[Math.Min(limit + 1, 16 * 1024)];
        int read;
        while (body.Length <= limit && (read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            body.Write(buffer, 0, (int)Math.Min(read, limit + 1 - body.Length));

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
