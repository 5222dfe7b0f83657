using System.Text;
using System.Text.Json;
using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Functions.Backfill;

/// <summary>
/// Answers CloudFormation, which waits until it is answered: a PUT to a presigned URL of S3 with an empty content type.
/// Anything but 2xx is tried again until the invocation ends, save for 403: the URL has expired.
/// </summary>
internal sealed class CustomResourceResponder(HttpClient http, TimeProvider time)
{
    /// <summary>
    /// Never changes: another id would make CloudFormation delete "the old resource" after every update.
    /// </summary>
    private const string PhysicalResourceId = "control-tower-lifecycle-backfill";

    /// <summary>
    /// In bytes, once escaped. CloudFormation takes 4,096 for the whole body; what stands beside the reason stays below
    /// 900, with a stack's name of 128 characters and a resource's of 255.
    /// </summary>
    private const int LongestReason = 3000;

    private static readonly TimeSpan PutTimeout = TimeSpan.FromSeconds(5);

    public Task SucceedAsync(
        CustomResourceRequest request, IReadOnlyDictionary<string, string> data, CancellationToken cancellationToken) =>
        PutAsync(request, Answer(request, "SUCCESS", null, data), cancellationToken);

    /// <param name="request">What is answered.</param>
    /// <param name="reason">What a person reads in the stack's events.</param>
    /// <param name="cancellationToken">The invocation's end.</param>
    public Task FailAsync(CustomResourceRequest request, string reason, CancellationToken cancellationToken) =>
        PutAsync(request, Answer(request, "FAILED", Shortened(reason), Empty), cancellationToken);

    private static Dictionary<string, string> Empty { get; } = [];

    private static CustomResourceResponse Answer(
        CustomResourceRequest request, string status, string? reason, IReadOnlyDictionary<string, string> data) =>
        new(status, reason, PhysicalResourceId, request.StackId, request.RequestId, request.LogicalResourceId, data);

    /// <summary>As much of a text as fits, by whole characters.</summary>
    private static string Shortened(string reason)
    {
        var bytes = 0;
        var fitting = new StringBuilder();
        foreach (var rune in reason.EnumerateRunes())
        {
            var character = rune.ToString();
            bytes += JsonEncodedText.Encode(character).EncodedUtf8Bytes.Length;
            if (bytes > LongestReason)
                return $"{fitting}…";

            fitting.Append(character);
        }

        return reason;
    }

    private async Task PutAsync(
        CustomResourceRequest request, CustomResourceResponse answer, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(request.ResponseUrl, UriKind.Absolute, out var url)
            || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
            throw new FunctionErrorException(
                "UnreadableRequest",
                "The custom resource's ResponseURL is no https URL; CloudFormation cannot be answered.");

        var body = JsonSerializer.SerializeToUtf8Bytes(answer, CustomResourceJson.Default.CustomResourceResponse);
        var failure = "no answer";
        try
        {
            for (var pause = TimeSpan.FromMilliseconds(250); ; pause *= 2)
            {
                failure = await TryPutAsync(url, body, cancellationToken);
                if (failure is null)
                    return;

                if (failure == "403")
                    throw new FunctionErrorException(
                        "AnswerRefused",
                        "CloudFormation's response URL has expired (403); the stack waits for its own timeout.");

                await Task.Delay(pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new FunctionErrorException(
                "NotAnswered",
                $"CloudFormation's response URL did not take the answer in time ({failure}); the stack waits for its own timeout.");
        }
    }

    /// <returns>Null, or what went wrong in a word, without the URL.</returns>
    private async Task<string?> TryPutAsync(Uri url, byte[] body, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(PutTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "");
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            return response.IsSuccessStatusCode ? null : $"{(int)response.StatusCode}";
        }
        catch (Exception fault) when (
            fault is HttpRequestException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return "no answer";
        }
    }
}
