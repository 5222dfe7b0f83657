namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>One call of the API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below <c>/api/</c>.</param>
/// <param name="Operation">The call as the reference names it, for messages.</param>
internal sealed record WorkloadSecurityCall(HttpMethod Method, string Path, string Operation)
{
    /// <summary>The account or connector it is about, for messages.</summary>
    public string? Resource { get; init; }

    /// <summary>The body, as JSON.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Whether it registers, changes or removes a connector.</summary>
    public ConnectorCall On { get; init; }

    /// <summary>Doing it twice does no more than doing it once.</summary>
    public bool IsIdempotent { get; init; } = true;

    /// <summary>The vendor assumes the role while it answers, which may take it a minute or two.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>What of a connector a call is on.</summary>
internal enum ConnectorCall
{
    /// <summary>None is created, changed or removed.</summary>
    None,

    /// <summary>A connector is registered, which has no id yet.</summary>
    Registration,

    /// <summary>A connector is changed or removed, by its id.</summary>
    ById,
}
