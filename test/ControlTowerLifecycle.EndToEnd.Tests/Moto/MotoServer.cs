using ControlTowerLifecycle.EndToEnd.Tests.Contract;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>
/// The moto emulator with an organization in it. It is independent of this repository, so it can judge our clients and
/// our sandbox.
/// </summary>
public sealed class MotoServer : IAwsEmulator, IAsyncLifetime
{
    private readonly MotoProcess _process = new();
    private MotoSetup? _setup;

    public Uri Endpoint => Setup.Endpoint;

    public AccessKey Administrator => Setup.Administrator;

    public AccessKey Unauthorized => Setup.Unauthorized;

    public string ManagementAccountId => MotoSetup.ManagementAccountId;

    public IReadOnlyList<string> MemberAccountIds => Setup.MemberAccountIds;

    public string UnitId => Setup.UnitId;

    public IReadOnlyDictionary<string, string[]> UnitsOfAccounts => Setup.UnitsOfAccounts;

    public string ExecutionRoleArn => Setup.ExecutionRoleArn;

    public string RoleWithPolicies => MotoSetup.RoleWithPolicies;

    public IReadOnlyList<string> AttachedPolicyArns => Setup.AttachedPolicyArns;

    public string TextSecretId => MotoSetup.TextSecretId;

    public string SecretText => MotoSetup.SecretText;

    public string BinarySecretId => MotoSetup.BinarySecretId;

    public string QueueUrl => Setup.QueueUrl;

    public string ReceiptHandle => Setup.ReceiptHandle;

    public string TopicArn => Setup.TopicArn;

    public string TableName => MotoSetup.TableName;

    private MotoSetup Setup => _setup ?? throw new InvalidOperationException("moto is not running.");

    public void Require() => _process.Require();

    public async ValueTask InitializeAsync()
    {
        await _process.InitializeAsync();
        if (!_process.IsRunning)
            return;
        try
        {
            _setup = await MotoSetup.CreateAsync(_process.Endpoint, TestContext.Current.CancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
