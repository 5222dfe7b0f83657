using System.Text;
using System.Text.Json;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Functions.Runtime;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Functions.Backfill;

/// <summary>
/// Sends responses to CloudFormation, which waits for them: a PUT to a presigned URL of S3 with an empty content type.
/// Any status other than 2xx is retried until the invocation ends, except 403: the URL has expired.
/// </summary>
internal sealed class CustomResourceResponder(HttpClient http, LifecycleLog log, TimeProvider time)
{
    /// <summary>
    /// Never changes: with another ID CloudFormation would delete "the old resource" after every update.
    /// </summary>
    private const string PhysicalResourceId = "control-tower-lifecycle-backfill";

    /// <summary>
    /// After JSON escaping. CloudFormation takes 4,096 bytes for the whole body. The other members stay below 900
    /// bytes, even with a stack name of 128 characters and a resource name of 255.
    /// </summary>
    private const int MaximumReasonBytes = 3000;

    private static readonly TimeSpan PutTimeout = TimeSpan.FromSeconds(5);

    private static readonly RetrySchedule PutSchedule = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(4));

    public Task SucceedAsync(
        CustomResourceRequest request, IReadOnlyDictionary<string, string> data, CancellationToken cancellationToken) =>
        PutAsync(request, CreateResponse(request, "SUCCESS", null, data), cancellationToken);

    /// <param name="request">The request to respond to.</param>
    /// <param name="reason">The text that the stack's events show.</param>
    /// <param name="cancellationToken">Ends with the invocation.</param>
    public Task FailAsync(CustomResourceRequest request, string reason, CancellationToken cancellationToken) =>
        PutAsync(request, CreateResponse(request, "FAILED", Shorten(OutsideText.CleanSentence(reason)), Empty), cancellationToken);

    private static Dictionary<string, string> Empty { get; } = [];

    private static CustomResourceResponse CreateResponse(
        CustomResourceRequest request, string status, string? reason, IReadOnlyDictionary<string, string> data) =>
        new(status, reason, PhysicalResourceId, request.StackId, request.RequestId, request.LogicalResourceId, data);

    /// <summary>Cuts a text between characters if it does not fit.</summary>
    private static string Shorten(string reason)
    {
        var bytes = 0;
        var fitting = new StringBuilder();
        foreach (var rune in reason.EnumerateRunes())
        {
            var character = rune.ToString();
            bytes += JsonEncodedText.Encode(character).EncodedUtf8Bytes.Length;
            if (bytes > MaximumReasonBytes)
                return $"{fitting}…";

            fitting.Append(character);
        }

        return reason;
    }

    private async Task PutAsync(
        CustomResourceRequest request, CustomResourceResponse response, CancellationToken cancellationToken)
    {
        var url = request.ReadResponseUri();
        var body = JsonSerializer.SerializeToUtf8Bytes(response, CustomResourceJson.Default.CustomResourceResponse);
        try
        {
            await Retrying.RunAsync(PutSchedule, token => PutOnceAsync(url, body, token), time, cancellationToken);
        }
        catch (PutFailedException expired) when (expired.Kind == FailureKind.NeedsOperator)
        {
            // Not an error of the invocation: Lambda would repeat the whole walk, and the URL stays expired.
            log.Failed(
                "CloudFormation did not take the response",
                "its response URL has expired (403)",
                "The stack waits until its own timeout; then deploy again.");
        }
        catch (Exception failed) when (
            failed is PutFailedException
            || (failed is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            var why = failed is PutFailedException { Status: { } status } ? $"{status}" : "no response";
            throw new FunctionErrorException(
                "NotAnswered",
                $"CloudFormation's response URL did not take the response in time ({why}); "
                + "the stack waits for its own timeout.");
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
            // The status says it all. The body is not read: it can be of any size.
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!response.IsSuccessStatusCode)
                throw PutFailedException.Create((int)response.StatusCode);
        }
        catch (Exception fault) when (
            fault is HttpRequestException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
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
