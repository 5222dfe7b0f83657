using System.Text.Json;
using ControlTowerLifecycle.CloudAccounts.Credentials;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.CloudAccounts.Api;

/// <summary>One attempt of a call with a key.</summary>
internal sealed class CloudAccountsRequest(Uri host, CloudAccountsCall call, CloudAccountsKey key, TimeProvider time)
    : VendorRequest
{
    public override TimeSpan Timeout => call.Timeout;

    public override bool IsIdempotent => call.IsIdempotent;

    public override HttpRequestMessage Create()
    {
        var request = new HttpRequestMessage(call.Method, VendorAddress.Of(host, call.Path));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key.Value}");
        if (call.Filter is { } filter)
            request.Headers.TryAddWithoutValidation("TMV1-Filter", filter);

        if (call.IfMatch is { } tag)
            request.Headers.TryAddWithoutValidation("If-Match", tag);

        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        return request;
    }

    public override async Task<VendorRefusal> ReadFailureAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var retryAfter = VendorResponse.RetryAfter(response, time);
        var body = await VendorResponse.ReadBeginAsync(response, cancellationToken);
        var isPage = VendorResponse.IsPage(response, body.Span);
        var (code, outerCode, message) = isPage ? (null, null, VendorErrorText.Read(body.Span)) : ParseError(body.Span);
        var text = VendorResponse.Clean(message, key.Echo);
        var trace = response.Headers.TryGetValues("x-trace-id", out var ids)
            ? VendorResponse.Clean(string.Join(',', ids), key.Echo)
            : null;
        var failure = CloudAccountsFailure.Create(
            call,
            status,
            text.Length == 0 ? "" : $": {text}",
            new VendorError(Clean(code), trace, retryAfter) { OuterCode = Clean(outerCode), IsPage = isPage });
        return new VendorRefusal(failure, CloudAccountsFailure.ConcernsEveryCall(call, status, code), retryAfter);
    }

    public override RemoteSystemException NoBudget(TimeSpan wait) => CloudAccountsFailure.NoBudget(call, wait);

    public override RemoteSystemException NoTime() => CloudAccountsFailure.NoTime(call);

    public override RemoteSystemException Unreadable() =>
        CloudAccountsFailure.Create(call, 200, ", but the response cannot be read");

    public override RemoteSystemException NoResponse(MissingResponse missing) => missing.IsNetworkSetup
        ? CloudAccountsFailure.NetworkSetup(call, missing)
        : CloudAccountsFailure.Create(call, null, missing.Detail, cause: missing.Cause);

    private string? Clean(string? code) => code is null ? null : VendorResponse.Clean(code, key.Echo);

    private static (string? Code, string? OuterCode, string Message) ParseError(ReadOnlySpan<byte> body)
    {
        try
        {
            var error = JsonSerializer.Deserialize(body, CloudAccountsJson.Default.ErrorEnvelopeDto)?.Error;
            return (error?.Inner?.Code ?? error?.Code, error?.Code, error?.Message ?? VendorErrorText.Read(body));
        }
        catch (JsonException)
        {
            return (null, null, VendorErrorText.Read(body));
        }
    }
}
