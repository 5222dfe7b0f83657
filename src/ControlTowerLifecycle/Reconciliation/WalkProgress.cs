using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Reconciliation;

/// <summary>How far one invocation of a walk has come.</summary>
internal sealed class WalkProgress(WalkRequest request)
{
    private bool _hasRestarted = request.HasRestarted;

    /// <summary>The accounts to disconnect.</summary>
    public DepartedAccounts Departed { get; } = new(request.Departed);

    public WalkSummary Summary { get; private set; } = request.Summary;

    /// <summary>
    /// The rest of the walk after the last complete page; null before the first page and after the last one.
    /// </summary>
    public WalkRequest? Next { get; private set; }

    public WalkResult Result => new(Summary, Next) { Held = Held };

    /// <summary>Why no account is disconnected; null if nothing is held.</summary>
    public HeldDisconnects? Held { get; private set; }

    /// <summary>Whether this invocation reads every account of the organization.</summary>
    public bool IsWholeOrganization { get; private set; } = request is { Unit: null, Position: null };

    /// <summary>Whether an account has been entered.</summary>
    public bool HasEntered { get; set; } = request.HasEntered;

    public void SetGovernance(string governance) => Summary = Summary with { Governance = governance };

    /// <summary>Begins to count again: the accounts counted so far are read a second time.</summary>
    public void Restart()
    {
        _hasRestarted = true;
        IsWholeOrganization = request.Unit is null;
        Summary = new WalkSummary { Governance = Summary.Governance };
        Departed.Clear();
    }

    /// <summary>Counts a page whose messages are in the queue.</summary>
    public void Add(AccountPage page, IReadOnlyList<AccountVerdict> verdicts)
    {
        Summary = Summary.With(verdicts);
        Departed.Add(verdicts);
        if (page.Next is null)
            return;

        Next = request with
        {
            Position = page.Next,
            HasRestarted = _hasRestarted,
            HasEntered = HasEntered,
            Summary = Summary,
            Departed = Departed.Ids,
        };
    }

    /// <summary>None of the departed accounts is disconnected.</summary>
    public void Hold(HeldDisconnects held)
    {
        Held = held;
        Summary = Summary with { DisconnectsHeld = Departed.Ids.Count };
    }

    /// <summary>Counts the departed accounts, whose messages are in the queue.</summary>
    public void AddDisconnects(int queued) => Summary = Summary with { Queued = Summary.Queued + queued };

    public void Complete() => Next = null;

    public void SetOrphaned(int orphaned) => Summary = Summary with { Orphaned = orphaned };
}
