using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Vendor;

namespace ControlTowerLifecycle.Sandbox;

/// <summary>What a sandbox is started with.</summary>
internal sealed record SandboxOptions
{
    /// <summary>How many accounts the organization has in all: 12 unless told otherwise, 7 to 10,000.</summary>
    public int Accounts { get; init; } = 12;

    /// <summary>The home Region of Control Tower: eu-west-1 unless told otherwise.</summary>
    public string Region { get; init; } = "eu-west-1";

    /// <summary>How long a new role cannot be assumed: not at all unless told otherwise.</summary>
    public TimeSpan RolePropagationDelay { get; init; }

    /// <summary>How long every answer takes, beyond the work itself: nothing unless told otherwise.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Accounts a page: 20, which is the most that Organizations gives, unless told fewer.</summary>
    public int PageSize { get; init; } = 20;

    /// <summary>The headers in which the vendor takes its key: both unless told otherwise.</summary>
    public KeyStyles KeyStyles { get; init; } = KeyStyles.Both;

    /// <summary>
    /// How far a caller's clock may be from the sandbox's: 15 minutes as at AWS. Null where the
    /// sandbox runs on a clock of its own.
    /// </summary>
    public TimeSpan? ClockSkew { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Which of the contested fields of an account Organizations shows: State and Paths unless told otherwise.
    /// </summary>
    public AccountFields AccountFields { get; init; } = AccountFields.State | AccountFields.Paths;

    /// <summary>Where events go that are put: nowhere unless told otherwise.</summary>
    public IEventBus? EventBus { get; init; }
}
