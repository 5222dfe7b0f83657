using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// Records for which accounts a vendor had no registration before this program made one. It proves that a later
/// registration is ours, and it can be read when the account cannot be entered any more. All methods throw
/// <see cref="Failures.RemoteSystemException"/>.
/// </summary>
internal interface IRegistrationRecord
{
    /// <summary>Whether a record is kept at all: only if accounts that left are offboarded.</summary>
    bool IsKept { get; }

    /// <summary>Whether the account is on record.</summary>
    Task<bool> HadNoneBeforeAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>Puts an account that has no registration on record.</summary>
    Task RecordNoneBeforeAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>Removes an account from the record, because a later registration is not ours.</summary>
    Task ForgetAsync(AccountId account, CancellationToken cancellationToken);
}

/// <summary>The record of a stack that keeps none.</summary>
internal sealed class NoRegistrationRecord : IRegistrationRecord
{
    public bool IsKept => false;

    public Task<bool> HadNoneBeforeAsync(AccountId account, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task RecordNoneBeforeAsync(AccountId account, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ForgetAsync(AccountId account, CancellationToken cancellationToken) => Task.CompletedTask;
}
