using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ControlTowerLifecycle.Sandbox.Aws.Signatures;

/// <summary>
/// Identifies the sender of a request by its signature, or refuses the request. The codes differ by protocol:
/// <code>
///                        Query                        JSON
/// no signature           MissingAuthenticationToken   MissingAuthenticationTokenException
/// unknown key or token   InvalidClientTokenId         UnrecognizedClientException
/// session expired        ExpiredToken                 ExpiredTokenException
/// any other fault        SignatureDoesNotMatch        InvalidSignatureException
/// </code>
/// </summary>
/// <param name="credentials">All issued credentials.</param>
/// <param name="time">The clock of the sandbox.</param>
/// <param name="allowedSkew">The allowed clock difference; null if the sandbox and the caller have different
/// clocks.</param>
internal sealed class SignatureVerifier(CredentialStore credentials, TimeProvider time, TimeSpan? allowedSkew)
{
    /// <exception cref="AwsErrorException">The signature is missing or invalid.</exception>
    public Credential Verify(HttpRequest request, ReadOnlySpan<byte> body, AwsServiceContract contract, string region)
    {
        var header = SignatureHeader.Parse(request.Headers.Authorization)
            ?? throw Refusal(contract, "MissingAuthenticationToken", "Request is missing Authentication Token");
        var credential = credentials.Find(header.AccessKey);
        if (credential is null || request.Headers["X-Amz-Security-Token"] != credential.SessionToken)
            throw Refusal(contract, "InvalidClientTokenId", "The security token included in the request is invalid.");
        if (Mismatch(request, body, header, credential, contract.Name, region) is { } sentence)
            throw Refusal(contract, "SignatureDoesNotMatch", sentence);
        return credential.ExpiresAt is { } end && end <= time.GetUtcNow()
            ? throw Refusal(contract, "ExpiredToken", "The security token included in the request is expired")
            : credential;
    }

    private string? Mismatch(
        HttpRequest request, ReadOnlySpan<byte> body, SignatureHeader header, Credential credential, string service,
        string region)
    {
        var date = request.Headers["X-Amz-Date"].ToString();
        if (!string.Equals(header.Scope.Service, service, StringComparison.Ordinal))
            return $"Credential should be scoped to correct service: '{service}'.";
        if (!string.Equals(header.Scope.Region, region, StringComparison.Ordinal))
            return $"Credential should be scoped to a valid region, not '{header.Scope.Region}'.";
        if (!date.StartsWith($"{header.Scope.Date}T", StringComparison.Ordinal))
            return "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP";
        if (SkewError(date) is { } skewed)
            return skewed;
        if (Unsigned(request, header.SignedHeaders) is { } name)
            return $"'{name}' must be a 'SignedHeader' in the AWS Authorization.";
        if (request.Headers.TryGetValue("X-Amz-Content-Sha256", out var hash) && hash != SigV4.Hash(body))
            return "The provided 'x-amz-content-sha256' header does not match what was computed.";

        var expected = SigV4.Sign(
            CanonicalRequest.Create(request, body, header.SignedHeaders), date, header.Scope, credential.SecretKey);
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(header.Signature))
            ? null
            : "The request signature we calculated does not match the signature you provided."
                + " Check your AWS Secret Access Key and signing method."
                + " Consult the service documentation for details.";
    }

    private string? SkewError(string date)
    {
        const string format = "yyyyMMdd'T'HHmmss'Z'";
        var culture = CultureInfo.InvariantCulture;
        if (!DateTimeOffset.TryParseExact(date, format, culture, DateTimeStyles.AssumeUniversal, out var signed))
            return "Date must be in ISO-8601 'basic format'.";
        var now = time.GetUtcNow();
        var nowText = now.UtcDateTime.ToString(format, culture);
        if (now - signed > allowedSkew)
            return $"Signature expired: {date} is now earlier than the allowed skew before {nowText}";
        return signed - now > allowedSkew ? $"Signature not yet current: {date} is still later than {nowText}" : null;
    }

    /// <summary>The first header that must be signed (Host, x-amz-*) but is not.</summary>
    private static string? Unsigned(HttpRequest request, string[] signed) => request.Headers
        .Select(header => header.Key.ToLowerInvariant())
        .Where(name => name == "host" || name.StartsWith("x-amz-", StringComparison.Ordinal))
        .FirstOrDefault(name => !signed.Contains(name, StringComparer.Ordinal));

    private static AwsErrorException Refusal(AwsServiceContract contract, string queryCode, string message)
    {
        var code = (contract.Protocol, queryCode) switch
        {
            (AwsProtocol.Query, _) => queryCode,
            (_, "InvalidClientTokenId") => "UnrecognizedClientException",
            (_, "SignatureDoesNotMatch") => "InvalidSignatureException",
            _ => $"{queryCode}Exception",
        };
        return new AwsErrorException(code, message, contract.RefusalStatus);
    }
}
