using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

/// <summary>
/// The moto emulator with an organization arranged in it. Written by others, so it can judge our clients and our
/// sandbox.
/// </summary>
public sealed class MotoServer : IAwsGround, IAsyncLifetime
{
    private readonly MotoProcess _process = new();
    private MotoArrangement? _arrangement;

    public Uri Endpoint => Arranged.Endpoint;

    public AccessKey Administrator => Arranged.Administrator;

    public AccessKey Bystander => Arranged.Bystander;

    public string ManagementAccountId => MotoArrangement.ManagementAccountId;

    public IReadOnlyList<string> MemberAccountIds => Arranged.MemberAccountIds;

    public string UnitId => Arranged.UnitId;

    public IReadOnlyDictionary<string, string[]> UnitsOfAccounts => Arranged.UnitsOfAccounts;

    public string ExecutionRoleArn => Arranged.ExecutionRoleArn;

    public string RoleWithPolicies => MotoArrangement.RoleWithPolicies;

    public IReadOnlyList<string> AttachedPolicyArns => Arranged.AttachedPolicyArns;

    public string TextSecretId => MotoArrangement.TextSecretId;

    public string SecretText => MotoArrangement.SecretText;

    public string BinarySecretId => MotoArrangement.BinarySecretId;

    public string QueueUrl => Arranged.Queue;

    public string ReceiptHandle => Arranged.Receipt;

    public string TopicArn => Arranged.TopicArn;

    public string TableName => MotoArrangement.TableName;

    private MotoArrangement Arranged => _arrangement ?? throw new InvalidOperationException("moto does not run.");

    public void Require() => _process.Require();

    public async ValueTask InitializeAsync()
    {
        await _process.InitializeAsync();
        if (!_process.IsRunning)
            return;
        try
        {
            _arrangement = await MotoArrangement.MakeAsync(_process.Endpoint, TestContext.Current.CancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
