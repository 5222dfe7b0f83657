using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ControlTowerLifecycle.Functions.Runtime;

/// <summary>
/// The Lambda Runtime API, version 2018-06-01 (AWS Lambda developer guide, "Using the Lambda runtime API"). Every body
/// is read to its end, so that all calls can use one connection.
/// </summary>
internal sealed class RuntimeApi(HttpClient http, string hostAndPort)
{
    private readonly Uri _base = new($"http://{hostAndPort}/2018-06-01/runtime/");

    /// <summary>Waits, without limit, for the next invocation.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API returned no valid invocation.</exception>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_base, "invocation/next"));
        using var response = await SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new RuntimeApiException($"GET invocation/next returned {(int)response.StatusCode}.", null);

        return new Invocation(
            Header(response, "Lambda-Runtime-Aws-Request-Id")
                ?? throw new RuntimeApiException("GET invocation/next returned no request ID.", null),
            Deadline(response),
            Header(response, "Lambda-Runtime-Trace-Id"),
            await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    /// <summary>Sends the response to an invocation.</summary>
    /// <returns>Null, or why Lambda did not accept the response and has ended the invocation itself.</returns>
    /// <exception cref="RuntimeApiException">The process cannot continue.</exception>
    public async Task<string?> RespondAsync(
        string requestId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var request = Post($"invocation/{Uri.EscapeDataString(requestId)}/response", body, "application/json");
        return await PostAsync(request, cancellationToken);
    }

    /// <summary>Ends an invocation with an error.</summary>
    /// <inheritdoc cref="RespondAsync"/>
    public async Task<string?> FailAsync(string requestId, RuntimeError error, CancellationToken cancellationToken)
    {
        using var request = Post(error, $"invocation/{Uri.EscapeDataString(requestId)}/error");
        return await PostAsync(request, cancellationToken);
    }

    /// <summary>Reports that this process cannot start. The process must end after this call.</summary>
    /// <inheritdoc cref="RespondAsync"/>
    public async Task<string?> FailInitAsync(RuntimeError error, CancellationToken cancellationToken)
    {
        using var request = Post(error, "init/error");
        return await PostAsync(request, cancellationToken);
    }

    private HttpRequestMessage Post(RuntimeError error, string path)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(error, RuntimeErrorJson.Default.RuntimeError);
        var request = Post(path, body, "application/vnd.aws.lambda.error+json");
        request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", error.ErrorType);
        return request;
    }

    private HttpRequestMessage Post(string path, ReadOnlyMemory<byte> body, string contentType) =>
        new(HttpMethod.Post, new Uri(_base, path))
        {
            Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } },
        };

    private async Task<string?> PostAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        return response.StatusCode switch
        {
            HttpStatusCode.Accepted => null,
            >= HttpStatusCode.InternalServerError => throw new RuntimeApiException(
                $"POST {path} returned {(int)response.StatusCode}: the process cannot continue.", null),
            HttpStatusCode.RequestEntityTooLarge =>
                "the response is over 6 MB; the caller receives Function.ResponseSizeTooLarge",
            var status => $"the Runtime API returned {(int)status}; Lambda has ended the invocation already",
        };
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException lost)
        {
            throw new RuntimeApiException($"The connection to the Runtime API is lost ({lost.HttpRequestError}).", lost);
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) && values.FirstOrDefault() is { Length: > 0 } value ? value : null;

    private static DateTimeOffset Deadline(HttpResponseMessage response) =>
        long.TryParse(
            Header(response, "Lambda-Runtime-Deadline-Ms"), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
        && epoch <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(epoch)
            : throw new RuntimeApiException("GET invocation/next returned no valid deadline.", null);
}
