using System.Text;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.EndToEnd.Tests.Fixtures;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Cli;

/// <summary>
/// The commands of the README's section "Operate", run as typed against a sandbox. LIFECYCLE_APPROVE=1 writes their output into
/// the README.
/// </summary>
public sealed partial class ReadmeTests
{
    private const string Prompt = "$ ctlifecycle ";
    private const string Fence = "```\n";

    private static string Path => System.IO.Path.Join(RepositoryRoot.Path, "README.md");

    [Fact]
    public async Task Commands_of_the_README_print_what_it_shows()
    {
        await using var stack = await TestStack.StartAsync(TestStack.Quick);
        await stack.CreateAsync("1");
        await stack.WaitUntilIdleAsync();
        var account = stack.Vend("payments-prod");
        stack.DenyCreateRole(account.Id);
        stack.Announce(account);
        await stack.WaitForOutcomeAsync(account.Id, "rejected");
        await stack.WaitUntilIdleAsync();
        var readme = await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken);
        var start = readme.IndexOf($"{Fence}{Prompt}", StringComparison.Ordinal);
        var end = readme.IndexOf(Fence, start + Fence.Length, StringComparison.Ordinal);
        var shown = readme[(start + Fence.Length)..end];
        var printed = new StringBuilder();
        foreach (var command in Commands().Matches(shown).Select(match => match.Groups["arguments"].Value))
        {
            // The operator repairs the cause before the redrive.
            if (command.StartsWith("letters redrive", StringComparison.Ordinal))
                stack.AllowCreateRole(account.Id);

            var run = await ToolProcess.RunAsync(stack, command.Split(' '));
            printed.Append(printed.Length == 0 ? "" : "\n").Append(Prompt).Append(command).Append('\n').Append(run.Output);
        }

        if (Environment.GetEnvironmentVariable("LIFECYCLE_APPROVE") == "1")
            await File.WriteAllTextAsync(
                Path, string.Concat(readme.AsSpan(0, start + Fence.Length), Stable(printed.ToString()), readme.AsSpan(end)),
                TestContext.Current.CancellationToken);
        else
            Assert.Equal(shown, Stable(printed.ToString()));
        stack.AssertProtected(account.Id);
    }

    /// <summary>Times, ages and the addresses of the sandbox differ from run to run.</summary>
    private static string Stable(string text) =>
        Ports().Replace(Ages().Replace(Times().Replace(text, "2026-11-27 02:00 UTC"), "4 min"), "127.0.0.1");

    [GeneratedRegex(@"^\$ ctlifecycle (?<arguments>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Commands();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d UTC", RegexOptions.None, 1000)]
    private static partial Regex Times();

    [GeneratedRegex(@"\b\d+ min\b", RegexOptions.None, 1000)]
    private static partial Regex Ages();

    [GeneratedRegex(@"127\.0\.0\.1:\d+", RegexOptions.None, 1000)]
    private static partial Regex Ports();
}
