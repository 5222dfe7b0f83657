namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>
/// Secrets that must not appear in any output. The fakes of these tests search their records for them.
/// </summary>
internal static class Secrets
{
    public const string ApiKey = "not-a-real-api-key-5f1d";
    public const string SecretAccessKey = "not-a-real-secret-access-key-77ab";
    public const string SessionToken = "not-a-real-session-token-c0de";

    /// <summary>
    /// The response URLs in Payloads have the query X-Amz-Signature. An AWS signature in a header starts with the name
    /// of the algorithm.
    /// </summary>
    private static readonly string[] All =
        [ApiKey, SecretAccessKey, SessionToken, "X-Amz-Signature", "AWS4-HMAC-SHA256"];

    public static void AssertAbsent(string text) =>
        Assert.All(All, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
}
