using System.Runtime.InteropServices;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.WorkloadSecurity.Connectors;

/// <summary>
/// How old a new role must be before the vendor can assume it, as far as this process knows. A registration that comes too
/// early only uses up a call, and one that comes too late delays the account.
/// </summary>
/// <remarks>
/// The first role is tried at once, and again after <see cref="FirstPause"/>. Later roles are tried in the middle between the
/// oldest age that was refused and the youngest that was accepted, and after a refusal at the accepted age. So a role takes two
/// registrations at most while roles need about the same time, and soon one.
/// </remarks>
internal sealed class RoleReadiness
{
    /// <summary>A role is usable after about ten seconds: a second registration after this pause succeeds.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10.5);

    /// <summary>A registration without a search before it must be sent within <see cref="ConnectorRegistration.Lead"/>.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(11);

    /// <summary>A smaller difference is not worth a call.</summary>
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(1);

    /// <summary>Shorter pauses, doubled after each refusal, would be many calls if one role takes longer than the others.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private TimeSpan _refusedAt;
    private TimeSpan _usableAt;

    /// <summary>When to try a role that was just created.</summary>
    public RoleAttempt Next()
    {
        lock (_lock)
        {
            var gap = _usableAt - _refusedAt;
            return gap <= Precision
                ? new RoleAttempt(Waits.Shorter(_usableAt, LongestWait), FirstPause)
                : new RoleAttempt(Waits.Shorter(_refusedAt + (gap / 2), LongestWait), Waits.Longer(gap / 2, ShortestPause));
        }
    }

    /// <summary>The vendor could not assume a role of this age.</summary>
    public void Refused(TimeSpan age)
    {
        lock (_lock)
        {
            // Zero means that no role was refused yet.
            _refusedAt = Waits.Longer(_refusedAt, Waits.Longer(age, TimeSpan.FromTicks(1)));
            _usableAt = Waits.Longer(_usableAt, _refusedAt);
        }
    }

    /// <summary>The vendor could assume a role of this age.</summary>
    public void Usable(TimeSpan age)
    {
        lock (_lock)
        {
            if (age < _usableAt || _usableAt <= _refusedAt)
                _usableAt = _refusedAt == TimeSpan.Zero ? TimeSpan.Zero : age;

            // Roles are usable sooner than before.
            if (_refusedAt > _usableAt)
                _refusedAt = TimeSpan.Zero;
        }
    }
}

/// <summary>The first registration with a new role.</summary>
/// <param name="Age">The age of the role at which it is sent.</param>
/// <param name="Pause">The pause after a refusal.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RoleAttempt(TimeSpan Age, TimeSpan Pause);
