namespace ControlTowerLifecycle.CloudAccounts.Api;

/// <summary>One call of the API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path and query below the host, without a leading slash.</param>
/// <param name="Operation">The call as the reference names it, for messages.</param>
internal sealed record CloudAccountsCall(HttpMethod Method, string Path, string Operation)
{
    /// <summary>The account of the call; null if it concerns no single account.</summary>
    public string? Account { get; init; }

    /// <summary>The body, as JSON.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The filter of a list; it is sent with every page.</summary>
    public string? Filter { get; init; }

    /// <summary>The entity tag that the account must still have; null if any.</summary>
    public string? IfMatch { get; init; }

    /// <summary>Whether the vendor enters the account during the call.</summary>
    public bool EntersAccount { get; init; }

    /// <summary>Whether the call needs a valid key and no right.</summary>
    public bool ChecksKey { get; init; }

    /// <summary>Whether two calls have the same effect as one.</summary>
    public bool IsIdempotent { get; init; } = true;

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);
}
