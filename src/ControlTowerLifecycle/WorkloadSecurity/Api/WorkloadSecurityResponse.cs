using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>Reads responses. Their length and form are never trusted.</summary>
internal static class WorkloadSecurityResponse
{
    /// <summary>In bytes. 5,000 connectors, the most that a page holds, take about 2 MB.</summary>
    private const int MaximumBody = 16 * 1024 * 1024;

    private const int MaximumErrorBody = 4 * 1024;
    private const int MaximumErrorText = 300;

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
    /// The failure that a response describes. Its text is shortened and cleaned, and the key is removed if the vendor
    /// repeats it.
    /// </summary>
    public static async Task<WorkloadSecurityException> ReadFailureAsync(
        WorkloadSecurityCall call, HttpResponseMessage response, WorkloadSecuritySecret secret, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var body = await ReadBoundedAsync(response, MaximumErrorBody, cancellationToken);
        var text = Clean(ParseMessage(body.Span), secret);
        return WorkloadSecurityFailure.Create(
            call,
            (int)response.StatusCode,
            text.Length == 0 ? "" : $": {text}",
            response.Headers.TryGetValues("X-Request-ID", out var ids) ? Clean(string.Join(',', ids), secret) : null,
            RetryAfter(response, time),
            null);
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

    private static string ParseMessage(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ConnectorJson.Default.ErrorDto)?.Message ?? "";
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(body);
        }
    }

    private static string Clean(string received, WorkloadSecuritySecret secret)
    {
        var text = received.Replace(secret.ApiKey, "…", StringComparison.Ordinal);
        var visible = new string([.. text.Take(MaximumErrorText).Select(c => char.IsControl(c) ? ' ' : c)]);
        return text.Length > MaximumErrorText ? $"{visible.Trim()}…" : visible.Trim();
    }

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
