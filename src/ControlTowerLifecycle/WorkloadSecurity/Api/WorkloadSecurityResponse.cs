using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>Reading answers, of which none is trusted in length or form.</summary>
internal static class WorkloadSecurityResponse
{
    /// <summary>5,000 connectors, the most a page holds, take about 2 MB.</summary>
    private const int MaximumAnswer = 16 * 1024 * 1024;

    private const int MaximumErrorBody = 4 * 1024;
    private const int MaximumErrorText = 300;

    /// <summary>No caller waits longer, and no timer takes all that the header can say.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    /// <exception cref="JsonException">The answer is not what the call answers with.</exception>
    public static async Task<T> ReadAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> shape, CancellationToken cancellationToken)
    {
        // A walk reads pages of hundreds of kilobytes one after the other; rented, they take the same memory.
        var body = new RentedBuffer();
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            while (await body.ReadFromAsync(stream, cancellationToken))
            {
                if (body.Bytes.Length > MaximumAnswer)
                    throw new JsonException($"The answer is longer than {MaximumAnswer} bytes.");
            }

            return JsonSerializer.Deserialize(body.Bytes, shape) ?? throw new JsonException("The answer is null.");
        }
        finally
        {
            body.Return();
        }
    }

    /// <summary>
    /// The failure that an answer tells of. Its text is cut and cleaned, and the key is taken out should it be echoed.
    /// </summary>
    public static async Task<WorkloadSecurityException> FailureAsync(
        WorkloadSecurityCall call, HttpResponseMessage response, WorkloadSecuritySecret secret, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var body = await ReadBoundedAsync(response, MaximumErrorBody, cancellationToken);
        var shown = Clean(Message(body.Span), secret);
        return WorkloadSecurityFailure.Of(
            call,
            (int)response.StatusCode,
            shown.Length == 0 ? "" : $": {shown}",
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
        return wait is { } some ? TimeSpan.FromTicks(Math.Clamp(some.Ticks, 0, LongestRetryAfter.Ticks)) : null;
    }

    private static string Message(ReadOnlySpan<byte> body)
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

    private static string Clean(string told, WorkloadSecuritySecret secret)
    {
        var text = told.Replace(secret.ApiKey, "…", StringComparison.Ordinal);
        var visible = new string([.. text.Take(MaximumErrorText).Select(c => char.IsControl(c) ? ' ' : c)]);
        return text.Length > MaximumErrorText ? $"{visible.Trim()}…" : visible.Trim();
    }

    /// <summary>The body, or one byte more than <paramref name="limit"/> where it is longer.</summary>
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
