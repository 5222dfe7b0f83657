using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Cli.Stack;
using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Cli.Doctor;

/// <summary>What is examined, and what several checks need of it.</summary>
internal sealed class Installation
{
    /// <param name="settings">The settings of the lifecycle function, or those that a new stack would have.</param>
    /// <param name="callerAccount">The account of the credentials.</param>
    /// <param name="context">The HTTP client of the vendors, and the clock.</param>
    /// <param name="end">Ends everything.</param>
    public Installation(LifecycleSettings settings, string callerAccount, ToolContext context, CancellationToken end)
    {
        (Settings, CallerAccount, Time) = (settings, callerAccount, context.Time);
        Composition = new StackComposition(settings, context);
        var sessions = new ExecutionSessions(settings.Aws, settings.ExecutionRoleName);
        Sample = new(token => AccountSample.ReadAsync(Composition, settings.ManagementAccountId, token), end);
        Entered = new(async token => await sessions.EnterAsync((await Sample.GetAsync(token)).Accounts, token), end);
        Keys = Composition.Vendor.All.ToDictionary(
            protection => protection.Name,
            protection => new Once<RemoteSystemException?>(token => VerifyAsync(protection, token), end),
            StringComparer.Ordinal);
    }

    public LifecycleSettings Settings { get; }

    public AwsConnection Aws => Settings.Aws;

    public string CallerAccount { get; }

    public TimeProvider Time { get; }

    public StackComposition Composition { get; }

    public Once<AccountSample> Sample { get; }

    public Once<IReadOnlyList<EnteredAccount>> Entered { get; }

    /// <summary>By protection, why its vendor does not accept the key; null if it does.</summary>
    public IReadOnlyDictionary<string, Once<RemoteSystemException?>> Keys { get; }

    /// <summary>The result of a check that needs an accepted key, if the vendor does not accept it; null if it does.</summary>
    public async Task<CheckResult?> FindKeyFaultAsync(string protection, CancellationToken cancellationToken) =>
        await Keys[protection].GetAsync(cancellationToken) is null
            ? null
            : CheckResult.NotChecked("the vendor does not accept the API key", "Correct the check of the API key first.");

    private static async Task<RemoteSystemException?> VerifyAsync(IProtection protection, CancellationToken cancellationToken)
    {
        try
        {
            await protection.VerifyKeyAsync(cancellationToken);
            return null;
        }
        catch (RemoteSystemException refused)
        {
            return refused;
        }
    }
}
