using ControlTowerLifecycle.Aws;
using ControlTowerLifecycle.Hosting;

namespace ControlTowerLifecycle.Cli.Doctor;

/// <summary>The settings that the lifecycle function of a new stack has with the defaults of the template.</summary>
internal sealed record PlannedSettings
{
    /// <summary>The ARN or the name of the secret with the key; null if the key is not checked.</summary>
    public string? Secret { get; init; }

    public string? Endpoint { get; init; }

    public string? ExecutionRole { get; init; }

    public string? ConnectorRole { get; init; }

    /// <exception cref="SettingsException">A value is not valid.</exception>
    public LifecycleSettings Create(AwsConnection connection, string managementAccount)
    {
        // The settings accept an ARN; Secrets Manager accepts a name too.
        var placeholder = $"arn:{connection.Partition}:secretsmanager:{connection.Region}:{managementAccount}:secret:none";
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LIFECYCLE_FUNCTION"] = "lifecycle",
            ["MANAGEMENT_ACCOUNT_ID"] = managementAccount,
            ["WORKLOAD_SECURITY_SECRET_ARN"] = placeholder,
        };
        Add("WORKLOAD_SECURITY_ENDPOINT", Endpoint);
        Add("EXECUTION_ROLE_NAME", ExecutionRole);
        Add("CONNECTOR_ROLE_NAME", ConnectorRole);
        if (connection.Partition.Name != "aws")
        {
            // The simulation needs no real vendor account.
            variables["WORKLOAD_SECURITY_ACCOUNT_ID"] = managementAccount;
        }

        var settings = LifecycleSettings.From(variables, connection);
        return Secret is null
            ? settings
            : settings with { WorkloadSecurity = settings.WorkloadSecurity! with { SecretArn = Secret } };

        void Add(string name, string? value)
        {
            if (value is not null)
                variables[name] = value;
        }
    }
}
