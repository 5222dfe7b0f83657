using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.VendorCalls;

/// <summary>Reads responses of the vendor's APIs. Their length and form are never trusted.</summary>
internal static class VendorResponse
{
    /// <summary>In bytes. 5,000 records, the most that a page holds, take about 2 MB.</summary>
    private const int MaximumBody = 16 * 1024 * 1024;

    /// <summary>
    /// In tokens of JSON. 5,000 connectors with 17 regions each have 830,000. A body can hold millions of empty objects or short
    /// texts, which need far more memory than the function has, in a list or in any other member.
    /// </summary>
    public const int MaximumTokens = 1_000_000;

    private const int MaximumBegin = 4 * 1024;
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

        return Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken), shape);
    }

    private static T Parse<T>(byte[] body, JsonTypeInfo<T> shape)
    {
        var json = VendorErrorText.WithoutMark(body);

        // Each token takes a byte at least, so nearly all responses are read only once.
        if (json.Length > MaximumTokens)
            RequireFewTokens(json);

        return JsonSerializer.Deserialize(json, shape) ?? throw new JsonException("The response is null.");
    }

    private static void RequireFewTokens(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        for (var tokens = 1; reader.Read(); tokens++)
        {
            if (tokens > MaximumTokens)
                throw new JsonException($"The response has more than {MaximumTokens} tokens.");
        }
    }

    /// <summary>
    /// Reads the response to a call whose success has no body, or one that is not used. A page is no success: a web firewall
    /// or a proxy responded, and the vendor may have done nothing.
    /// </summary>
    /// <exception cref="JsonException">The response is a page.</exception>
    public static async Task<bool> ReadNothingAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        IsPage(response, (await ReadBeginAsync(response, cancellationToken)).Span)
            ? throw new JsonException("The response is a page.")
            : true;

    /// <summary>The begin of a body: all of a failure that is read.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadBeginAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var body = new byte[MaximumBegin];
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        return body.AsMemory(0, length);
    }

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

    /// <summary>Text for a message: short, on one line, and left out if it repeats a part of the key.</summary>
    public static string Clean(string received, SecretEcho key) =>
        key.IsIn(received) ? RepeatsTheKey : OutsideText.Clean(received, MaximumErrorText);

    /// <summary>
    /// Whether the body is a page for a browser, which the APIs never return: a web firewall or a proxy responded.
    /// </summary>
    public static bool IsPage(HttpResponseMessage response, ReadOnlySpan<byte> body) =>
        response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml"
        || VendorErrorText.WithoutMark(body).TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    /// <summary>The host of a redirect, which is not followed; empty if the response is none.</summary>
    public static string RedirectTarget(HttpResponseMessage response) =>
        (int)response.StatusCode is < 300 or > 399 || response.Headers.Location is not { } location ? ""
        : location.IsAbsoluteUri ? location.Host
        : "another path of the same host";
}
