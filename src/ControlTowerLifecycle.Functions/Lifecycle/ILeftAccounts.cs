using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Functions.Lifecycle;

/// <summary>What the setting ACCOUNT_LEFT does with an account that left.</summary>
internal interface ILeftAccounts
{
    /// <returns>The run's report; null if the account keeps its protection without a run.</returns>
    Task<RunReport?> HandleAsync(AccountId account, string eventName, CancellationToken cancellationToken);
}

/// <summary><c>disconnect</c>.</summary>
internal sealed class OffboardLeftAccounts(AccountOffboarding offboarding) : ILeftAccounts
{
    public async Task<RunReport?> HandleAsync(AccountId account, string eventName, CancellationToken cancellationToken) =>
        await offboarding.RunAsync(account, cancellationToken);
}

/// <summary><c>keep</c>, the default.</summary>
internal sealed class KeepLeftAccounts(LifecycleLog log) : ILeftAccounts
{
    public Task<RunReport?> HandleAsync(AccountId account, string eventName, CancellationToken cancellationToken)
    {
        log.ProtectionKept(account.Value, eventName);
        return Task.FromResult<RunReport?>(null);
    }
}
