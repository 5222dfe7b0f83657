using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Aws.Sts;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

/// <summary>
/// The behaviour of AWS that the clients of <c>ControlTowerLifecycle.Aws</c> rely on. Each emulator has a subclass: the
/// sandbox must pass the same tests as moto. There is a file of tests for each subject.
/// </summary>
public abstract partial class AwsContract
{
    private const string SessionPolicy =
        """
        {
          "Version": "2012-10-17",
          "Statement": [{ "Effect": "Allow", "Action": ["iam:*", "sts:GetCallerIdentity"], "Resource": "*" }]
        }
        """;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected IAwsEmulator Emulator
    {
        get
        {
            var emulator = GetEmulator();
            emulator.Require();
            return emulator;
        }
    }

    /// <summary>Returns the emulator, which may not be installed: <see cref="IAwsEmulator.Require"/>.</summary>
    protected abstract IAwsEmulator GetEmulator();

    private protected AwsConnection Connect(AccessKey? accessKey = null)
    {
        var key = accessKey ?? Emulator.Administrator;
        return AwsConnection.FromEnvironment(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_ACCESS_KEY_ID"] = key.Id,
            ["AWS_SECRET_ACCESS_KEY"] = key.Secret,
            ["AWS_SESSION_TOKEN"] = key.SessionToken ?? "",
            ["AWS_ENDPOINT_URL"] = Emulator.Endpoint.AbsoluteUri,
        });
    }

    private Task<AwsConnection> AssumeExecutionRoleAsync(AwsConnection? caller = null) =>
        new StsClient(caller ?? Connect()).AssumeRoleAsync(
            Emulator.ExecutionRoleArn,
            "contract",
            SessionPolicy,
            TimeSpan.FromMinutes(15),
            Token);

    private static Dictionary<string, string> Tags(string key, string value) =>
        new(StringComparer.Ordinal) { [key] = value };
}
