namespace ControlTowerLifecycle.Cli.Letters;

/// <summary>A letter that was sent to the work queue again.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="MessageId">The ID of the new message. The log has it in the outcome of each account.</param>
internal sealed record RedrivenLetter(Letter Letter, string MessageId)
{
    public IEnumerable<AwaitedRun> Awaited => Letter.Awaited.Select(account => new AwaitedRun(MessageId, account));
}

/// <summary>A run that a message requests.</summary>
internal sealed record AwaitedRun(string MessageId, string AccountId);
