using ControlTowerLifecycle.Sandbox.Play;

namespace ControlTowerLifecycle.Tests.Sandbox.Play;

public sealed class SandboxCommandTests : IDisposable
{
    private const int TimeoutMilliseconds = 120_000;

    private readonly string _directory = Directory.CreateTempSubdirectory("sandbox-command-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory(Timeout = TimeoutMilliseconds)]
    [InlineData("--accounts x", "--accounts must be a whole number from 7 to 10000, not 'x'.")]
    [InlineData("--accounts 6", "--accounts must be a whole number from 7 to 10000, not '6'.")]
    [InlineData("--accounts 10001", "--accounts must be a whole number from 7 to 10000, not '10001'.")]
    [InlineData("--accounts -12", "--accounts must be a whole number from 7 to 10000, not '-12'.")]
    [InlineData("--accounts 12.5", "--accounts must be a whole number from 7 to 10000, not '12.5'.")]
    [InlineData("--accounts 99999999999", "--accounts must be a whole number from 7 to 10000, not '99999999999'.")]
    [InlineData("--latency x", "--latency must be a whole number from 0 to 10000, not 'x'.")]
    [InlineData("--latency -1", "--latency must be a whole number from 0 to 10000, not '-1'.")]
    [InlineData("--protections antivirus", "--protections must be workload-security, cloud-accounts or both, not 'antivirus'.")]
    [InlineData("--protections cloud-accounts,", "or both, not 'cloud-accounts,'.")]
    [InlineData("--accounts", "--accounts")]
    [InlineData("--bootstrap", "--bootstrap")]
    [InlineData("--accounts 8 9", "'9'")]
    [InlineData("--accounts 8 --accounts 9", "--accounts")]
    [InlineData("--jsn", "'--jsn'")]
    [InlineData("--json perhaps", "'perhaps'")]
    [InlineData("play", "'play'")]
    public async Task Invalid_argument_exits_with_2_and_the_usage_on_standard_error(string arguments, string sentence)
    {
        Assert.Equal(2, await RunAsync(arguments.Split(' ')));

        Assert.Contains(sentence, _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Usage:", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Help_goes_to_standard_output()
    {
        Assert.Equal(0, await RunAsync("--help"));

        Assert.Contains("Exit codes: 0 ", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_error.ToString());
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Missing_bootstrap_is_refused_before_any_output()
    {
        await AssertRefusedAsync(Path.Combine(_directory, "none"), "There is no executable at ");
        Assert.Empty(_output.ToString());
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Directory_as_bootstrap_is_refused_before_any_output()
    {
        await AssertRefusedAsync(_directory, "is a directory");
        Assert.Empty(_output.ToString());
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Bootstrap_without_execute_permission_is_refused_before_any_output()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no execute permission.");

        await AssertRefusedAsync(File("#!/bin/sh\n", UnixFileMode.UserRead), "is not executable");
        Assert.Empty(_output.ToString());
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Bootstrap_that_is_not_a_program_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no execute permission.");

        await AssertRefusedAsync(
            File("This is text.\n", UnixFileMode.UserRead | UnixFileMode.UserExecute), "could not be started");
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Bootstrap_that_exits_at_once_is_refused_after_the_first_lines()
    {
        const string program = "/bin/false";
        Assert.SkipUnless(System.IO.File.Exists(program), $"There is no {program}.");

        await AssertRefusedAsync(program, "exited with code 1 before it requested an event.");
        Assert.Matches(
            @"^Live in a browser: http://127\.0\.0\.1:\d+/\r?\n"
                + "The sandbox starts an AWS organization with 12 accounts on this machine. It needs no AWS account.$",
            _output.ToString().TrimEnd());
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Interrupted_play_exits_with_130_and_ends_on_a_complete_line()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var output = new CancelingWriter("deploy", stop);

        Assert.Equal(130, await SandboxCommand.RunAsync(["--accounts", "7"], output, _error, stop.Token));

        Assert.EndsWith(
            $"{Environment.NewLine}Interrupted.{Environment.NewLine}", output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_error.ToString());
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Interrupted_play_writes_no_json()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var error = new CancelingWriter("deploy", stop);

        Assert.Equal(130, await SandboxCommand.RunAsync(["--json", "--accounts", "7"], _output, error, stop.Token));

        Assert.Empty(_output.ToString());
    }

    private Task<int> RunAsync(params string[] arguments) =>
        SandboxCommand.RunAsync(arguments, _output, _error, TestContext.Current.CancellationToken);

    private async Task AssertRefusedAsync(string bootstrap, string sentence)
    {
        Assert.Equal(2, await RunAsync("--bootstrap", bootstrap));
        Assert.Contains(bootstrap, _error.ToString(), StringComparison.Ordinal);
        Assert.Contains(sentence, _error.ToString(), StringComparison.Ordinal);
    }

    private string File(string text, UnixFileMode mode)
    {
        var path = Path.Combine(_directory, "file");
        System.IO.File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(path, mode);
        return path;
    }
}
