using System.Text;
using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>An organization, the queued messages and the fault schedule.</summary>
/// <param name="Accounts">At least one.</param>
/// <param name="Messages">In the queue from the start. Messages that are invalid for their account are left
/// out.</param>
/// <param name="Faults">In any order.</param>
/// <param name="BatchSize">The maximum number of messages of a batch.</param>
/// <param name="PropagationSeconds">The time until the vendor can assume a new role.</param>
internal sealed record RecoveryCase(
    IReadOnlyList<AccountSetup> Accounts,
    IReadOnlyList<MessageSetup> Messages,
    IReadOnlyList<ScheduledFault> Faults,
    int BatchSize,
    int PropagationSeconds)
{
    /// <summary>The calls to the vendor that a process may make in a minute.</summary>
    public int Share { get; init; } = CallBudget.ShareOf(callsPerMinute: 400, maximumConcurrency: 5);

    public ProtectionsSetup Protections { get; init; }

    public IReadOnlyList<MessageSetup> ValidMessages =>
    [
        .. Messages.Where(message =>
            message.Account < Accounts.Count && message.IsValidFor(Accounts[message.Account])
            && (Protections != ProtectionsSetup.CloudAccounts || !message.HasRegistration)),
    ];

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine().Append("  ").Append(Protections).Append(", batches of ").Append(BatchSize);
        if (PropagationSeconds > 0)
            text.Append(", a new role can be assumed after ").Append(PropagationSeconds).Append(" s");

        text.AppendLine();
        for (var index = 0; index < Accounts.Count; index++)
            text.Append("  account ").Append(index + 1).Append(": ").Append(Accounts[index]).AppendLine();

        text.Append("  queue: ").AppendJoin(", ", ValidMessages).AppendLine();
        foreach (var fault in Faults)
            text.Append("  - ").Append(fault).AppendLine();

        return text.ToString();
    }
}
