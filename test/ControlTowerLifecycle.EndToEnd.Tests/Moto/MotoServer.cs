using ControlTowerLifecycle.EndToEnd.Tests.Contract;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>
/// The moto emulator with an organization arranged in it. Written by others, so it can judge our clients and our
/// sandbox.
/// </summary>
public sealed class MotoServer : IAwsEmulator, IAsyncLifetime
{
    private readonly MotoProcess _process = new();
    private MotoSetup? _arrangement;

    public Uri Endpoint => Arranged.Endpoint;

    public AccessKey Administrator => Arranged.Administrator;

    public string AdministratorName => "user/administrator";

    public AccessKey Bystander => Arranged.Bystander;

    public string ManagementAccountId => MotoSetup.ManagementAccountId;

    public IReadOnlyList<string> MemberAccountIds => Arranged.MemberAccountIds;

    public string UnitId => Arranged.UnitId;

    public IReadOnlyDictionary<string, string[]> UnitsOfAccounts => Arranged.UnitsOfAccounts;

    public string MemberEmail => "account-1@example.com";

    public string ExecutionRoleArn => Arranged.ExecutionRoleArn;

    public string RoleWithPolicies => MotoSetup.RoleWithPolicies;

    public IReadOnlyList<string> AttachedPolicyArns => Arranged.AttachedPolicyArns;

    public string TextSecretId => MotoSetup.TextSecretId;

    public string SecretText => MotoSetup.SecretText;

    public string BinarySecretId => MotoSetup.BinarySecretId;

    public string QueueUrl => Arranged.Queue;

    public string ReceiptHandle => Arranged.Receipt;

    public string TopicArn => Arranged.TopicArn;

    public string TableName => MotoSetup.TableName;

    private MotoSetup Arranged => _arrangement ?? throw new InvalidOperationException("moto does not run.");

    public void Require() => _process.Require();

    public async ValueTask InitializeAsync()
    {
        await _process.InitializeAsync();
        if (!_process.IsRunning)
            return;
        try
        {
            _arrangement = await MotoSetup.MakeAsync(_process.Endpoint, TestContext.Current.CancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
