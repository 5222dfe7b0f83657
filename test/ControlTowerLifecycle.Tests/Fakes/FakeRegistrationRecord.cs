using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>A registration record in memory.</summary>
internal sealed class FakeRegistrationRecord : IRegistrationRecord
{
    public HashSet<AccountId> Accounts { get; } = [];

    /// <summary>Thrown by every read and write.</summary>
    public Exception? Failure { get; set; }

    public bool IsKept => true;

    public Task RecordNoneBeforeAsync(AccountId account, CancellationToken cancellationToken)
    {
        Accounts.Add(account);
        return FailIfSetAsync();
    }

    public async Task<bool> HadNoneBeforeAsync(AccountId account, CancellationToken cancellationToken)
    {
        await FailIfSetAsync();
        return Accounts.Contains(account);
    }

    public Task ForgetAsync(AccountId account, CancellationToken cancellationToken)
    {
        Accounts.Remove(account);
        return Task.CompletedTask;
    }

    private Task FailIfSetAsync() => Failure is null ? Task.CompletedTask : Task.FromException(Failure);
}
