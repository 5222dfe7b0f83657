namespace ControlTowerLifecycle.CloudAccounts.Api;

/// <summary>What a response says about its failure.</summary>
/// <param name="Code">The inner code if there is one, or else the outer one.</param>
/// <param name="TraceId">The ID with which the vendor's support finds the call.</param>
/// <param name="RetryAfter">How long to wait.</param>
internal sealed record VendorError(string? Code, string? TraceId, TimeSpan? RetryAfter)
{
    /// <summary>The outer code; null if the vendor gave none.</summary>
    public string? OuterCode { get; init; }

    /// <summary>The response is a page for a browser: a web firewall or a proxy responded, not the API.</summary>
    public bool IsPage { get; init; }
}
