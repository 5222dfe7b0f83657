namespace ControlTowerLifecycle.WorkloadSecurity.Credentials;

/// <summary>The header that presents an API key.</summary>
public enum KeyStyle
{
    /// <summary>The style that the key looks like, and after a refusal the other style once.</summary>
    Auto,

    /// <summary>Cloud One keys: <c>Authorization: ApiKey …</c>.</summary>
    ApiKey,

    /// <summary>
    /// Keys of the console and of older tenants, which look like <c>2:vJC6…=</c>: <c>api-secret-key: …</c>.
    /// </summary>
    Legacy,
}
