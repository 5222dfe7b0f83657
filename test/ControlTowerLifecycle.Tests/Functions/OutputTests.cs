namespace ControlTowerLifecycle.Tests.Functions;

public sealed class OutputTests
{
    [Theory]
    [InlineData(Secrets.ApiKey)]
    [InlineData(Secrets.SecretAccessKey)]
    [InlineData(Secrets.SessionToken)]
    [InlineData("https://bucket.example/key?x-amz-signature=0a1b")]
    [InlineData("AWS4-HMAC-SHA256 Credential=…")]
    public void Written_secret_fails_the_test(string secret)
    {
        var output = new Output();
        output.Write(System.Text.Encoding.UTF8.GetBytes($"{{\"message\":\"{secret}\"}}\n"));

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(output.Dispose);
    }
}
