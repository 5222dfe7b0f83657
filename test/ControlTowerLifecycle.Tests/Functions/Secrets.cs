namespace ControlTowerLifecycle.Tests.Functions;

/// <summary>
/// What must never be told to anybody: every recorder of these tests looks for it in all that it recorded.
/// </summary>
internal static class Secrets
{
    public const string ApiKey = "not-a-real-api-key-5f1d";
    public const string SecretAccessKey = "not-a-real-secret-access-key-77ab";
    public const string SessionToken = "not-a-real-session-token-c0de";

    /// <summary>
    /// The query of the response URLs in Payloads; an AWS signature in a header starts with the algorithm's name.
    /// </summary>
    private static readonly string[] All =
        [ApiKey, SecretAccessKey, SessionToken, "X-Amz-Signature", "AWS4-HMAC-SHA256"];

    public static void AssertAbsent(string text) =>
        Assert.All(All, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
}
