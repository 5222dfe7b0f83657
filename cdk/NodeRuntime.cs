namespace ControlTowerLifecycle.Cdk;

/// <summary>The Node process that the CDK's library runs in.</summary>
internal static class NodeRuntime
{
    private const string Variable = "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION";

    /// <summary>
    /// Node 22 is recommended. Node 20 still works but has reached its end of life, about which jsii prints a banner at
    /// every start. The variable is jsii's own switch, a list of major versions. Call it before the first construct.
    /// </summary>
    public static void AcceptNode20()
    {
        var accepted = System.Environment.GetEnvironmentVariable(Variable);
        System.Environment.SetEnvironmentVariable(Variable, string.IsNullOrEmpty(accepted) ? "20" : $"{accepted},20");
    }
}
