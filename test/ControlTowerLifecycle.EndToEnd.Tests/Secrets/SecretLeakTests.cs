using ControlTowerLifecycle.Sandbox.Lambda;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Secrets;

public sealed class SecretLeakTests(FailureScenario scenario) : IClassFixture<FailureScenario>
{
    [Fact]
    public void Readable_text_holds_no_key_token_signature_or_response_URL() =>
        Assert.Empty(Leaks(scenario.Readable));

    [Fact]
    public void Search_finds_a_leak_of_each_secret() => Assert.All(
        scenario.Secrets,
        secret => Assert.NotEmpty(Leaks([.. scenario.Readable, ("canary", $"before {secret.Secret} after")])));

    [Fact]
    public void Scenario_uses_secrets_of_every_kind()
    {
        var kinds = scenario.Secrets.CountBy(secret => secret.Kind, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);

        Assert.Equal(3, kinds["API key"]);
        Assert.InRange(kinds["session token"], 10, int.MaxValue);
        Assert.InRange(kinds["response URL"], 4, int.MaxValue);
        Assert.All(scenario.Secrets, secret => Assert.InRange(secret.Secret.Length, 10, int.MaxValue));
    }

    [Theory]
    [InlineData("log of lifecycle")]
    [InlineData("log of backfill")]
    [InlineData("response to CloudFormation")]
    [InlineData("notification")]
    [InlineData("function error")]
    [InlineData("dead letter")]
    public void Every_place_holds_text(string where) =>
        Assert.Contains(scenario.Readable, entry => entry.Where == where && entry.Text.Length > 0);

    [Fact]
    public void Readable_text_names_the_accounts()
    {
        var text = string.Concat(scenario.Readable.Select(entry => entry.Text));
        var vended = scenario.Stack.Judge.All().Where(verdict => verdict.Account.Id.StartsWith('7'));

        Assert.All(vended, verdict => Assert.Contains(verdict.Account.Id, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Scenario_caused_every_kind_of_failure()
    {
        var outcomes = scenario.Stack.Organization.Accounts
            .SelectMany(account => scenario.Stack.Outcomes(account.Id))
            .Select(outcome => outcome.Outcome)
            .ToHashSet(StringComparer.Ordinal);

        Assert.All(
            ["onboarded", "rejected", "retry", "skipped"], (string outcome) => Assert.Contains(outcome, outcomes));
        Assert.Equal(1, scenario.Stack.Lifecycle.Counts.Crashes);
        Assert.InRange(scenario.Readable.Count(entry => entry.Where == "dead letter"), 3, int.MaxValue);
    }

    [Fact]
    public void Functions_write_only_JSON_lines_to_standard_output() => Assert.All(
        scenario.Stack.Lifecycle.Log.Lines.Concat(scenario.Stack.Deployment.Backfill.Log.Lines)
            .Where(line => line.Source != LogSource.Platform),
        line =>
        {
            Assert.Equal(LogSource.Output, line.Source);
            Assert.True(line.Text.StartsWith('{') && line.Text.EndsWith('}'), line.Text);
        });

    private IEnumerable<string> Leaks(IEnumerable<(string Where, string Text)> texts) =>
        from text in texts
        from secret in scenario.Secrets
        where text.Text.Contains(secret.Secret, StringComparison.Ordinal)
        select $"{secret.Kind} in {text.Where}: {text.Text}";
}
