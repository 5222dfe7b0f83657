using ControlTowerLifecycle.Sandbox.Lambda;

namespace ControlTowerLifecycle.Tests.Sandbox.Lambda;

public sealed class FunctionVariablesTests
{
    private static readonly SandboxFunctionSettings Settings =
        Setting(("LIFECYCLE_FUNCTION", "lifecycle"), ("AWS_ENDPOINT_URL", "http://127.0.0.1:9"));

    [Fact]
    public void Function_has_the_variables_of_Lambda_and_its_own()
    {
        var variables = FunctionVariables.Create(Settings, "127.0.0.1:9001", "2026/11/20/[$LATEST]0");

        Assert.Equal("127.0.0.1:9001", variables["AWS_LAMBDA_RUNTIME_API"]);
        Assert.Equal("bootstrap", variables["_HANDLER"]);
        Assert.Equal("eu-west-1", variables["AWS_REGION"]);
        Assert.Equal("ASIAEXAMPLE", variables["AWS_ACCESS_KEY_ID"]);
        Assert.Equal("secret", variables["AWS_SECRET_ACCESS_KEY"]);
        Assert.Equal("token", variables["AWS_SESSION_TOKEN"]);
        Assert.Equal("512", variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]);
        Assert.Equal(":UTC", variables["TZ"]);
        Assert.Equal("lifecycle", variables["LIFECYCLE_FUNCTION"]);
        Assert.Equal("http://127.0.0.1:9", variables["AWS_ENDPOINT_URL"]);
    }

    [Fact]
    public void Other_variables_of_this_process_do_not_reach_the_function()
    {
        const string ours = "AWS_PROFILE_OF_THE_TESTS";
        Environment.SetEnvironmentVariable(ours, "leaked");

        Assert.DoesNotContain(
            ours, FunctionVariables.Create(Settings, "127.0.0.1:9001", "").Keys, StringComparer.Ordinal);
    }

    [Fact]
    public void Reserved_variable_is_refused_by_name()
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => FunctionVariables.Check(Setting(("AWS_REGION", "us-east-1"), ("_HANDLER", "x"))));

        Assert.Contains("AWS_REGION, _HANDLER", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_credentials_has_no_secret() =>
        Assert.Equal("ASIAEXAMPLE", Settings.Credentials.ToString());

    private static SandboxFunctionSettings Setting(params (string Name, string Value)[] variables) =>
        ScriptedLauncher.Settings("Lifecycle") with
        {
            Variables = variables.ToDictionary(each => each.Name, each => each.Value, StringComparer.Ordinal),
        };
}
