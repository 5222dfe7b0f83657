using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace ControlTowerLifecycle.Aws.Calls;

/// <summary>The one place where a failure of the SDK becomes an <see cref="AwsException"/>.</summary>
internal static class AwsInvocation
{
    /// <summary>No caller waits longer, and no timer takes all that the header can say.</summary>
    private const int LongestRetryAfter = 24 * 60 * 60;

    /// <exception cref="AwsException">The service refused, or no answer came.</exception>
    /// <exception cref="OperationCanceledException">The caller's token ended it.</exception>
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
            throw AwsException.Unreadable(service, operation, resource, (int)exception.StatusCode, exception.RequestId);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw AwsException.Unreadable(service, operation, resource, status: null, requestId: null);
        }
        catch (AmazonServiceException exception) when (exception.StatusCode != default)
        {
            throw AwsException.Refused(service, operation, resource, exception, RetryAfter(exception));
        }
        catch (Exception exception) when (IsSilence(exception, cancellationToken))
        {
            throw AwsException.Silent(service, operation, resource, exception);
        }
    }

    // Thrown by the SDK's readers and by ours: the response is not XML or JSON, a number or time is malformed, or a key is
    // there twice. The SDK's check of MD5 sums throws a service exception with neither a status nor a cause.
    private static bool IsUnreadable(Exception exception) =>
        exception is XmlException or JsonException or FormatException or ArgumentException
            or AmazonServiceException { StatusCode: default(HttpStatusCode), InnerException: null };

    // A cancellation that the caller did not ask for is a time limit of the transport.
    private static bool IsSilence(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        AmazonServiceException or AmazonClientException => true,
        HttpRequestException or IOException or TimeoutException => true,
        _ => false,
    };

    private static TimeSpan? RetryAfter(AmazonServiceException exception) =>
        exception.InnerException is HttpErrorResponseException { Response: { } response }
        && int.TryParse(response.GetHeaderValue("Retry-After"), CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestRetryAfter))
            : null;
}
