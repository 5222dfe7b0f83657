namespace ControlTowerLifecycle.Sandbox.Aws.Services;

/// <summary>A support case.</summary>
internal sealed record SandboxCase(
    string Id, string Subject, string Body, string ServiceCode, string CategoryCode, string SeverityCode, string Language,
    DateTimeOffset Created)
{
    public bool IsResolved { get; init; }
}

/// <summary>The support cases of the management account, and its support plan.</summary>
internal sealed class SupportDesk
{
    private readonly Lock _gate = new();
    private readonly List<SandboxCase> _cases = [];

    /// <summary>False: the account has a support plan without the API.</summary>
    public bool IsSubscribed { get; set; } = true;

    /// <summary>Cases that may be open at the same time.</summary>
    public int MaximumOpenCases { get; set; } = 1000;

    public IReadOnlyList<SandboxCase> Cases
    {
        get
        {
            lock (_gate)
                return [.. _cases];
        }
    }

    /// <returns>False if too many cases are open.</returns>
    public bool TryAdd(SandboxCase added)
    {
        lock (_gate)
        {
            if (_cases.Count(one => !one.IsResolved) >= MaximumOpenCases)
                return false;
            _cases.Add(added);
            return true;
        }
    }

    /// <summary>AWS Support resolves every case.</summary>
    public void ResolveAll()
    {
        lock (_gate)
        {
            for (var index = 0; index < _cases.Count; index++)
                _cases[index] = _cases[index] with { IsResolved = true };
        }
    }
}
