using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Aws.ControlTower;
using ControlTowerLifecycle.Aws.Iam;
using ControlTowerLifecycle.Aws.Organizations;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.Reconciliation;

namespace ControlTowerLifecycle.Cli.Stack;

/// <summary>
/// What the functions of a stack use, in this process and with the operator's credentials. The judgements are therefore
/// those of the functions. Makes no call.
/// </summary>
internal sealed class StackComposition
{
    /// <summary>How long a call waits for the vendor's budget.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    private readonly LifecycleSettings _settings;
    private readonly LifecycleLog _log;
    private readonly TimeProvider _time;

    /// <param name="stack">The stack.</param>
    /// <param name="context">The HTTP client of the vendors, and the clock.</param>
    /// <param name="log">Receives the steps of runs.</param>
    public StackComposition(DeployedStack stack, ToolContext context, IRunLog? log = null)
        : this(stack.Settings, context, log)
    {
    }

    /// <inheritdoc cref="StackComposition(DeployedStack, ToolContext, IRunLog?)"/>
    /// <param name="settings">The settings of the lifecycle function.</param>
    /// <param name="context">The HTTP client of the vendors, and the clock.</param>
    /// <param name="log">Receives the steps of runs.</param>
    public StackComposition(LifecycleSettings settings, ToolContext context, IRunLog? log = null)
    {
        _settings = settings;
        _time = context.Time;

        // The log of the functions is not the screen of the operator.
        _log = new LifecycleLog(Stream.Null, context.Time);
        Directory = new AwsOrganization(new OrganizationsClient(_settings.Aws) { Time = _time });
        Organization = new ScopedOrganization(Directory, _settings.Scope)
        {
            ListsUnits = true,
        };
        Vendor = new ProtectionsComposition(
            _settings,
            protection => RegistrationRecords.Create(_settings, protection),
            new VendorTransport(context.CreateVendorHttp(), LongestWait, _time),
            _log);
        Members = new MemberAccounts(_settings.Aws, _settings.ManagementAccountId, _settings.ExecutionRoleName);
        Protections = new ProtectionSet(Vendor.All, Members, log ?? _log);
        Onboarding = new AccountOnboarding(Organization, Protections);
        Governance = new ControlTowerGovernance(
            new ControlTowerClient(_settings.Aws) { Time = _time }, _settings.ManagementAccountId);
    }

    /// <summary>The whole organization.</summary>
    public IOrganization Directory { get; }

    /// <summary>The organization with the scope of the settings.</summary>
    public ScopedOrganization Organization { get; }

    public ProtectionsComposition Vendor { get; }

    public MemberAccounts Members { get; }

    public ProtectionSet Protections { get; }

    public AccountOnboarding Onboarding { get; }

    public IGovernance Governance { get; }

    public AccountOffboarding CreateOffboarding() =>
        new(Organization, new SharedGovernance(Governance), _settings.ManagementAccountId, Protections);

    /// <summary>The walk of the backfill function.</summary>
    /// <param name="queue">What receives its messages.</param>
    /// <param name="onJudged">Receives the verdicts of each page.</param>
    public OrganizationWalk CreateWalk(
        IWorkQueue queue, Action<AccountPage, IReadOnlyList<AccountVerdict>> onJudged) =>
        new(
            Organization,
            Onboarding,
            Governance,
            Vendor.All,
            queue,
            _settings.ManagementAccountId,
            _log,
            _time)
        {
            Disconnects = _settings.AccountLeft == AccountLeftAction.Disconnect,
            DisconnectLimitPercent = _settings.DisconnectLimitPercent,
            OnJudged = onJudged,
        };
}
