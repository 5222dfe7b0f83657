namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>What the body of an error response says beyond its status. No text of the API is documented.</summary>
internal enum ErrorMeaning
{
    /// <summary>Nothing that is known, so only the status counts.</summary>
    Unknown,

    /// <summary>A page for a browser: a web firewall or a proxy responded, not the API.</summary>
    Page,

    /// <summary>The vendor could not use the role, so the call changed nothing.</summary>
    NoEffect,

    /// <summary>The account or the role has a connector already.</summary>
    ConnectorExists,

    /// <summary>The connector belongs to Trend Vision One Cloud Accounts, and only Cloud Accounts may change it.</summary>
    ManagedByCloudAccounts,
}

/// <summary>
/// Reads the meaning from the words of a text. An unknown text has no meaning, which leads to the safe side: after a
/// registration the connectors are searched for before the next attempt.
/// </summary>
internal static class ErrorMeanings
{
    private static readonly string[] ConnectorExists = ["already", "duplicate", "in use", "exists", "not unique"];

    private static readonly string[] ManagedElsewhere =
        ["modification is not permitted", "modification not permitted", "modification is not allowed", "cloud account", "vision one"];

    /// <summary>A text with one of these can be about a connector, whatever else it says.</summary>
    private static readonly string[] Doubtful = ["exist", "duplicate", "already", "in use", "registered", "connected", "conflict", "unique"];

    private static readonly string[] RoleIsUnusable =
    [
        "assum", "role", "trust", "access denied", "accessdenied", "not authorized", "credential", "external id", "externalid",
        "reach", "authenticat",
    ];

    /// <param name="status">The HTTP status.</param>
    /// <param name="on">What the call does to connectors.</param>
    /// <param name="text">The text of the response; empty if it has none.</param>
    public static ErrorMeaning Of(int status, ConnectorCall on, string text) => status switch
    {
        _ when on == ConnectorCall.None => ErrorMeaning.Unknown,
        403 when Has(text, ManagedElsewhere) => ErrorMeaning.ManagedByCloudAccounts,
        400 or 409 or 422 when on == ConnectorCall.Registration && Has(text, ConnectorExists) => ErrorMeaning.ConnectorExists,
        400 or 409 or 422 when Has(text, RoleIsUnusable) && !Has(text, Doubtful) => ErrorMeaning.NoEffect,
        _ => ErrorMeaning.Unknown,
    };

    private static bool Has(string text, string[] words) =>
        Array.Exists(words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
