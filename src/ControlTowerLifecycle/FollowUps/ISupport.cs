using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.FollowUps;

/// <summary>AWS Support. Each method throws <see cref="RemoteSystemException"/> if it refuses or does not respond.</summary>
internal interface ISupport
{
    /// <summary>The ID of a case for the same account, open or resolved; null if there is none.</summary>
    /// <param name="request">The case.</param>
    /// <param name="after">Older cases are not looked at.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    Task<string?> FindCaseAsync(SupportCaseRequest request, DateTimeOffset after, CancellationToken cancellationToken);

    /// <summary>Opens a case. The call is not idempotent, so it is never repeated here.</summary>
    /// <returns>The case's ID.</returns>
    Task<string> CreateCaseAsync(SupportCaseRequest request, CancellationToken cancellationToken);
}
