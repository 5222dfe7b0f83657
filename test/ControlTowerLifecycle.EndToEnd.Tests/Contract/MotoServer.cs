using System.Diagnostics;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Contract;

/// <summary>
/// The moto emulator as a child process on a free port. Written by others, so it can judge our clients and our sandbox.
/// </summary>
public sealed class MotoServer : IAwsGround, IAsyncLifetime
{
    private const string HowToInstall = "moto_server is not on PATH; install it with: pip install \"moto[server]\"";
    private const string RunningOn = "Running on ";

    private Process? _process;
    private MotoArrangement? _arrangement;

    public Uri Endpoint => Arranged.Endpoint;

    public AccessKey Administrator => Arranged.Administrator;

    public string AdministratorName => "user/administrator";

    public AccessKey Bystander => Arranged.Bystander;

    public string ManagementAccountId => MotoArrangement.ManagementAccountId;

    public IReadOnlyList<string> MemberAccountIds => Arranged.MemberAccountIds;

    public string MemberEmail => "account-1@example.com";

    public string ExecutionRoleArn => Arranged.ExecutionRoleArn;

    public string RoleWithPolicies => MotoArrangement.RoleWithPolicies;

    public IReadOnlyList<string> AttachedPolicyArns => Arranged.AttachedPolicyArns;

    public string TextSecretId => MotoArrangement.TextSecretId;

    public string SecretText => MotoArrangement.SecretText;

    public string BinarySecretId => MotoArrangement.BinarySecretId;

    public string QueueUrl => Arranged.Queue;

    public string ReceiptHandle => Arranged.Receipt;

    public string TopicArn => Arranged.TopicArn;

    public string TableName => MotoArrangement.TableName;

    private MotoArrangement Arranged => _arrangement ?? throw new InvalidOperationException(HowToInstall);

    public void Require()
    {
        if (_arrangement is not null)
            return;
        if (Environment.GetEnvironmentVariable("LIFECYCLE_REQUIRE_TOOLS") == "1")
            Assert.Fail(HowToInstall);
        Assert.Skip(HowToInstall);
    }

    public async ValueTask InitializeAsync()
    {
        if (FindOnPath() is not { } executable)
            return;
        _process = Process.Start(new ProcessStartInfo(executable, ["-H", "127.0.0.1", "-p", "0"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var endpoint = await ReadAddressAsync(_process, TestContext.Current.CancellationToken);
            _arrangement = await MotoArrangement.MakeAsync(endpoint, TestContext.Current.CancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _process = null;
    }

    private static string? FindOnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { Path.Combine(folder, "moto_server"), Path.Combine(folder, "moto_server.exe") })
        .FirstOrDefault(File.Exists);

    // The server says on its error stream where it listens, once it does; what it says later nobody reads, so it is
    // drained.
    private static async Task<Uri> ReadAddressAsync(Process server, CancellationToken cancellationToken)
    {
        server.OutputDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        var said = new List<string>();
        while (await server.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            said.Add(line);
            var at = line.IndexOf(RunningOn, StringComparison.Ordinal);
            if (at < 0)
                continue;
            _ = server.StandardError.ReadToEndAsync(CancellationToken.None);
            return new Uri(line[(at + RunningOn.Length)..].Trim());
        }

        throw new InvalidOperationException(
            $"moto_server ended before it listened: {string.Join(Environment.NewLine, said)}");
    }
}
