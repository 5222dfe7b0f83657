using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Onboarding;

/// <summary>
/// For which accounts a vendor had nothing registered before we did: the proof that what is there since is ours, kept
/// where it can still be read when an account lets nobody in. All methods throw <see cref="RemoteSystemException"/>.
/// </summary>
internal interface IRegistrationRecord
{
    /// <summary>Notes an account that has no registration, before one is made.</summary>
    Task NoteNoneBeforeAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>Whether that was noted, and not forgotten since.</summary>
    Task<bool> HadNoneBeforeAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>Once ours is removed, a later registration is somebody else's.</summary>
    Task ForgetAsync(AccountId account, CancellationToken cancellationToken);
}
