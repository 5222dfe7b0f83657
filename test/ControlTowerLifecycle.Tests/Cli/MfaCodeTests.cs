using Amazon.Runtime;
using ControlTowerLifecycle.Cli;
using ControlTowerLifecycle.Cli.Commands;
using ControlTowerLifecycle.Cli.Output;
using ControlTowerLifecycle.Cli.Stack;

namespace ControlTowerLifecycle.Tests.Cli;

/// <summary>Profiles with <c>mfa_serial</c>.</summary>
public sealed class MfaCodeTests : IDisposable
{
    private const string Device = "arn:aws:iam::111122223333:mfa/operator";

    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly MemoryStream _input = new("123456\n"u8.ToArray());

    [Fact]
    public void Operator_is_asked_for_the_code_on_a_terminal()
    {
        var role = Role(Device, new BasicAWSCredentials("key", "secret"));

        MfaCode.AskFor(role, Context(isTerminal: true));

        Assert.Equal("123456", role.Options.MfaTokenCodeCallback());
        Assert.Equal($"Code of the MFA device {Device}: ", _error.ToString());
    }

    [Fact]
    public void Source_of_a_role_can_need_the_code_too()
    {
        var source = Role(Device, new BasicAWSCredentials("key", "secret"));

        MfaCode.AskFor(Role(null, source), Context(isTerminal: true));

        Assert.NotNull(source.Options.MfaTokenCodeCallback);
    }

    [Fact]
    public void Code_without_a_terminal_is_refused_with_another_way()
    {
        var refused = Assert.Throws<ToolException>(
            () => MfaCode.AskFor(Role(Device, new BasicAWSCredentials("key", "secret")), Context(isTerminal: false)));

        Assert.Contains("aws configure export-credentials", refused.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Profile_without_a_device_needs_no_terminal()
    {
        var role = Role(null, new BasicAWSCredentials("key", "secret"));

        MfaCode.AskFor(role, Context(isTerminal: false));

        Assert.Null(role.Options.MfaTokenCodeCallback);
    }

    public void Dispose()
    {
        _error.Dispose();
        _input.Dispose();
    }

    private static AssumeRoleAWSCredentials Role(string? device, AWSCredentials source) => new(
        source,
        "arn:aws:iam::111122223333:role/admin",
        "session",
        new AssumeRoleAWSCredentialsOptions { MfaSerialNumber = device });

    private ToolContext Context(bool isTerminal) => new()
    {
        Variables = new Dictionary<string, string>(StringComparer.Ordinal),
        Input = new ToolInput(_input, isTerminal),
        Output = new ToolOutput(TextWriter.Null, IsTerminal: false),
        Error = new ToolOutput(_error, IsTerminal: false),
        Time = TimeProvider.System,
    };
}
