namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>One call of the API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below <c>/api/</c>.</param>
/// <param name="Operation">The call as the reference names it, for messages.</param>
internal sealed record WorkloadSecurityCall(HttpMethod Method, string Path, string Operation)
{
    /// <summary>The account or connector of the call, for messages.</summary>
    public string? Resource { get; init; }

    /// <summary>The body, as JSON.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Whether the call registers, changes or removes a connector.</summary>
    public ConnectorCall On { get; init; }

    /// <summary>Whether two calls have the same effect as one.</summary>
    public bool IsIdempotent { get; init; } = true;

    /// <summary>Receives the time at which the call is sent.</summary>
    public Action<DateTimeOffset> OnSending { get; init; } = static _ => { };

    /// <summary>The call is not sent later than this, by wall-clock time.</summary>
    public DateTimeOffset NotAfter { get; init; } = DateTimeOffset.MaxValue;

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>What a call does to connectors.</summary>
internal enum ConnectorCall
{
    /// <summary>It creates, changes and removes none.</summary>
    None,

    /// <summary>It registers a connector, which has no id yet.</summary>
    Registration,

    /// <summary>It changes or removes a connector by its id.</summary>
    ById,
}
