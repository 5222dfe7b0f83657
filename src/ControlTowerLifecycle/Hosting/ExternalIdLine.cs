using System.Diagnostics;
using System.Text.Json;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;

namespace ControlTowerLifecycle.Hosting;

/// <summary>What is known about the external ID as JSON members, in the log and in the response to an operator.</summary>
internal static class ExternalIdLine
{
    public static void Write(Utf8JsonWriter line, ExternalIdReport report)
    {
        line.WriteString("source", report.Origin switch
        {
            ExternalIdOrigin.Setting => "setting",
            ExternalIdOrigin.Tenant => "tenant",
            ExternalIdOrigin.Secret => "secret",
            _ => throw new UnreachableException(),
        });
        line.WriteBoolean("kept", report.IsKept);
        line.WriteString("retrieval", report.Retrieval switch
        {
            RetrievalState.Enabled => "enabled",
            RetrievalState.Disabled => "disabled",
            RetrievalState.Unknown => "unknown",
            _ => throw new UnreachableException(),
        });
    }
}
