using ControlTowerLifecycle.Failures;
using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Cli.Doctor.Checks;

/// <summary>The API key may register accounts. The vendor is asked without a change.</summary>
internal sealed class KeyRightsCheck(Installation installation, IProtection protection) : ICheck
{
    public string Id => $"key-rights-{protection.Name}";

    public string Name => $"rights of the key of {protection.Name}";

    public async Task<CheckResult> RunAsync(CancellationToken cancellationToken)
    {
        if (await installation.FindKeyFaultAsync(protection.Name, cancellationToken) is { } fault)
            return fault;

        try
        {
            return await protection.VerifyWriteAsync(cancellationToken)
                ? CheckResult.Ok("it may register accounts")
                : CheckResult.NotChecked("the response of the vendor does not show them", "Run the command again.");
        }
        catch (RemoteSystemException refused) when (refused.Kind == FailureKind.NeedsOperator)
        {
            return CheckResult.Failed(refused.Message, refused.Advice ?? "Give the key a role that may change AWS connectors.");
        }
    }
}
