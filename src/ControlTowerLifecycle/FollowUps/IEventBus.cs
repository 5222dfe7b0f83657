using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.FollowUps;

/// <summary>The bus on which other systems receive how the work on an account ended.</summary>
internal interface IEventBus
{
    /// <summary>False if no bus is set: nothing is sent.</summary>
    bool IsOn { get; }

    /// <summary>The most events of one call.</summary>
    int BatchSize { get; }

    /// <summary>Sends events.</summary>
    /// <param name="events">One to <see cref="BatchSize"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>For each event, in the same order, why the bus did not accept it; null if it did.</returns>
    /// <exception cref="RemoteSystemException">No event was accepted.</exception>
    Task<IReadOnlyList<RemoteSystemException?>> PutAsync(
        IReadOnlyList<AccountEvent> events, CancellationToken cancellationToken);
}

/// <summary>No bus is set.</summary>
internal sealed class NoEventBus : IEventBus
{
    public bool IsOn => false;

    public int BatchSize => 1;

    public Task<IReadOnlyList<RemoteSystemException?>> PutAsync(
        IReadOnlyList<AccountEvent> events, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RemoteSystemException?>>([.. events.Select(_ => (RemoteSystemException?)null)]);
}
