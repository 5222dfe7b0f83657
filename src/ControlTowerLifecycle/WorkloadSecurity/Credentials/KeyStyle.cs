namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>How an API key is presented.</summary>
public enum KeyStyle
{
    /// <summary>The likelier of the two by the key's look, and once the other where it is refused.</summary>
    Auto,

    /// <summary>Cloud One keys: <c>Authorization: ApiKey …</c>.</summary>
    ApiKey,

    /// <summary>
    /// Keys of the console and of older tenants, which look like <c>2:vJC6…=</c>: <c>api-secret-key: …</c>.
    /// </summary>
    Legacy,
}
