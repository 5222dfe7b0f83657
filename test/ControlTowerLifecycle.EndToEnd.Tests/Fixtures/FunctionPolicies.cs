namespace ControlTowerLifecycle.EndToEnd.Tests.Fixtures;

/// <summary>Identity policies of the functions.</summary>
internal static class FunctionPolicies
{
    public const string AllowingEverything =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    /// <summary>Everything is allowed, except these actions.</summary>
    public static string Denying(params IEnumerable<string> actions) =>
        $$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
         {"Effect":"Deny","Action":[{{string.Join(',', actions.Select(action => $"\"{action}\""))}}],"Resource":"*"}]}
        """;
}
