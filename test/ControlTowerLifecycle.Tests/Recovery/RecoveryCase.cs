using System.Text;
using ControlTowerLifecycle.WorkloadSecurity.Api;

namespace ControlTowerLifecycle.Tests.Recovery;

/// <summary>An organization, what is in the queue, and what goes wrong.</summary>
/// <param name="Accounts">At least one.</param>
/// <param name="Messages">In the queue from the start; those that do not fit their account are left out.</param>
/// <param name="Disturbances">What goes wrong, in any order.</param>
/// <param name="BatchSize">How many messages a process gets at most.</param>
/// <param name="PropagationSeconds">After how long the vendor can assume a role that was made.</param>
internal sealed record RecoveryCase(
    IReadOnlyList<AccountSetup> Accounts,
    IReadOnlyList<MessageSetup> Messages,
    IReadOnlyList<Disturbance> Disturbances,
    int BatchSize,
    int PropagationSeconds)
{
    /// <summary>How many calls a minute a process may make at the vendor.</summary>
    public int Share { get; init; } = CallBudget.ShareOf(callsPerMinute: 400, maximumConcurrency: 5);

    public IReadOnlyList<MessageSetup> Fitting =>
        [.. Messages.Where(message => message.Account < Accounts.Count && message.Fits(Accounts[message.Account]))];

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine().Append("  batches of ").Append(BatchSize);
        if (PropagationSeconds > 0)
            text.Append(", a new role can be assumed after ").Append(PropagationSeconds).Append(" s");

        text.AppendLine();
        for (var index = 0; index < Accounts.Count; index++)
            text.Append("  account ").Append(index + 1).Append(": ").Append(Accounts[index]).AppendLine();

        text.Append("  queue: ").AppendJoin(", ", Fitting).AppendLine();
        foreach (var disturbance in Disturbances)
            text.Append("  - ").Append(disturbance).AppendLine();

        return text.ToString();
    }
}
