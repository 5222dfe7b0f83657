using System.Diagnostics;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Moto;

/// <summary>
/// The moto emulator as a child process on a free port, in its initial state: empty, and without any check of
/// signatures or permissions.
/// </summary>
public sealed class MotoProcess : IAsyncLifetime
{
    private const string HowToInstall = "moto_server is not on PATH; install it with: pip install \"moto[server]\"";
    private const string RunningOn = "Running on ";

    private Process? _process;
    private Uri? _endpoint;

    /// <summary>False if moto is not installed.</summary>
    public bool IsRunning => _endpoint is not null;

    /// <summary>The endpoint of every service.</summary>
    public Uri Endpoint => _endpoint ?? throw new InvalidOperationException(HowToInstall);

    /// <summary>
    /// If moto is not installed, skips the running test; fails it if LIFECYCLE_REQUIRE_TOOLS is 1.
    /// </summary>
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

    // The server writes its address to its error stream as soon as it listens. Later output is read and dropped, so
    // that the pipe never fills up.
    private static async Task<Uri> ReadAddressAsync(Process server, CancellationToken cancellationToken)
    {
        server.OutputDataReceived += (_, _) => { };
        server.BeginOutputReadLine();
        var output = new List<string>();
        while (await server.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            output.Add(line);
            var at = line.IndexOf(RunningOn, StringComparison.Ordinal);
            if (at < 0)
                continue;
            _ = server.StandardError.ReadToEndAsync(CancellationToken.None);
            return new Uri(line[(at + RunningOn.Length)..].Trim());
        }

        throw new InvalidOperationException(
            $"moto_server ended before it wrote its address: {string.Join(Environment.NewLine, output)}");
    }
}
