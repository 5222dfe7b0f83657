using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>Converts every failure of the SDK into an <see cref="AwsException"/>.</summary>
internal static class AwsInvocation
{
    /// <summary>In seconds. No caller waits longer, and a timer does not support every value of the header.</summary>
    private const int MaximumRetryAfter = 24 * 60 * 60;

    /// <exception cref="AwsException">The service refused, did not respond, or sent an unreadable response.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public static async Task<TResponse> InvokeAsync<TResponse>(
        AwsService service,
        string operation,
        string? resource,
        Func<Task<TResponse>> invoke,
        CancellationToken cancellationToken)
    {
        try
        {
            return await invoke();
        }
        catch (AmazonUnmarshallingException exception)
        {
            throw AwsException.ForUnreadableResponse(service, operation, resource, (int)exception.StatusCode, exception.RequestId);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw AwsException.ForUnreadableResponse(service, operation, resource, status: null, requestId: null);
        }
        catch (AmazonServiceException exception) when (exception.StatusCode != default)
        {
            throw AwsException.ForRefusal(service, operation, resource, exception, RetryAfter(exception));
        }
        catch (Exception exception) when (IsMissingResponse(exception, cancellationToken))
        {
            throw AwsException.ForNoResponse(service, operation, resource, exception);
        }
    }

    // Thrown by the SDK's readers and by ours: the response is not XML or JSON, a number or time is malformed, or a key is
    // there twice. The SDK's check of MD5 sums throws a service exception with neither a status nor a cause.
    private static bool IsUnreadable(Exception exception) =>
        exception is XmlException or JsonException or FormatException or ArgumentException
            or AmazonServiceException { StatusCode: default(HttpStatusCode), InnerException: null };

    // If the caller did not cancel, the time limit of the transport did.
    private static bool IsMissingResponse(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        AmazonServiceException or AmazonClientException => true,
        HttpRequestException or IOException or TimeoutException => true,
        _ => false,
    };

    private static TimeSpan? RetryAfter(AmazonServiceException exception) =>
        exception.InnerException is HttpErrorResponseException { Response: { } response }
        && int.TryParse(response.GetHeaderValue("Retry-After"), CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, MaximumRetryAfter))
            : null;
}
