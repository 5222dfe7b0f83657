using System.Text;
using System.Text.Json;
using ControlTowerLifecycle.Failures;
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

    private static readonly RetrySchedule PutSchedule = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(4));

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
        try
        {
            await Retrying.RunAsync(PutSchedule, token => PutOnceAsync(url, body, token), time, cancellationToken);
        }
        catch (PutFailedException expired) when (expired.Kind == FailureKind.NeedsOperator)
        {
            throw new FunctionErrorException(
                "AnswerRefused",
                "CloudFormation's response URL has expired (403); the stack waits for its own timeout.");
        }
        catch (Exception failed) when (
            failed is PutFailedException
            || (failed is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            var why = failed is PutFailedException { Status: { } status } ? $"{status}" : "no answer";
            throw new FunctionErrorException(
                "NotAnswered",
                $"CloudFormation's response URL did not take the answer in time ({why}); the stack waits for its own timeout.");
        }
    }

    private async Task PutOnceAsync(Uri url, byte[] body, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(PutTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "");
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            if (!response.IsSuccessStatusCode)
                throw PutFailedException.Create((int)response.StatusCode);
        }
        catch (Exception fault) when (
            fault is HttpRequestException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw PutFailedException.Create(status: null);
        }
    }

    /// <summary>A PUT that failed. Its message does not hold the URL, which is presigned.</summary>
    private sealed class PutFailedException(string message) : RemoteSystemException(message, null)
    {
        public static PutFailedException Create(int? status) => new(
            status is null ? "The response URL did not respond" : $"The response URL responded with {status}")
        {
            RemoteSystem = "CloudFormation",
            Operation = "PUT ResponseURL",
            Status = status,
            Kind = status == 403 ? FailureKind.NeedsOperator : FailureKind.Retryable,
        };
    }
}
