using ControlTowerLifecycle.Sandbox.Aws;
using ControlTowerLifecycle.Sandbox.Organizations;
using ControlTowerLifecycle.Sandbox.Vendor;

namespace ControlTowerLifecycle.Sandbox;

internal sealed record SandboxOptions
{
    /// <summary>The number of accounts in the organization: 7 to 10,000; the default is 12.</summary>
    public int Accounts { get; init; } = 12;

    /// <summary>The home Region of Control Tower.</summary>
    public string Region { get; init; } = "eu-west-1";

    /// <summary>The time during which a new role cannot be assumed; zero by default.</summary>
    public TimeSpan RolePropagationDelay { get; init; }

    /// <summary>Added to every response; zero by default.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Accounts in a page: at most 20, the limit of Organizations.</summary>
    public int PageSize { get; init; } = 20;

    /// <summary>The headers in which the vendor accepts its key.</summary>
    public KeyStyles KeyStyles { get; init; } = KeyStyles.Both;

    /// <summary>
    /// The allowed difference between the clocks of caller and sandbox: 15 minutes, as at AWS. Null if the sandbox does
    /// not use the system clock.
    /// </summary>
    public TimeSpan? ClockSkew { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The optional fields of an account in responses of Organizations.</summary>
    public AccountFields AccountFields { get; init; } = AccountFields.State | AccountFields.Paths;

    /// <summary>Receives the events of PutEvents. If null, they are only recorded.</summary>
    public IEventBus? EventBus { get; init; }
}
