using System.Diagnostics;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>
/// The moto emulator as a child process on a free port, as it is when it starts: empty, and believing everybody.
/// </summary>
public sealed class MotoProcess : IAsyncLifetime
{
    private const string HowToInstall = "moto_server is not on PATH; install it with: pip install \"moto[server]\"";
    private const string RunningOn = "Running on ";

    private Process? _process;
    private Uri? _endpoint;

    /// <summary>False where moto is not installed.</summary>
    public bool IsRunning => _endpoint is not null;

    /// <summary>Where every service answers.</summary>
    public Uri Endpoint => _endpoint ?? throw new InvalidOperationException(HowToInstall);

    /// <summary>Skips the running test, or fails it, where moto is not installed.</summary>
    public void Require()
    {
        if (IsRunning)
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
            _endpoint = await ReadAddressAsync(_process, TestContext.Current.CancellationToken);
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
