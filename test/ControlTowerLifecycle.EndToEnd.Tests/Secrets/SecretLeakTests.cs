using ControlTowerLifecycle.Sandbox.Lambda;
using Xunit;

namespace ControlTowerLifecycle.EndToEnd.Tests.Secrets;

public sealed class SecretLeakTests(FailureScenario troubled) : IClassFixture<FailureScenario>
{
    [Fact]
    public void Nothing_that_can_be_read_holds_a_key_a_token_a_signature_or_a_response_url() =>
        Assert.Empty(Leaks(troubled.Readable));

    [Fact]
    public void A_leak_of_any_of_them_would_be_found() => Assert.All(
        troubled.Secrets,
        secret => Assert.NotEmpty(Leaks([.. troubled.Readable, ("canary", $"before {secret.Secret} after")])));

    [Fact]
    public void There_are_secrets_of_every_kind_to_be_looked_for()
    {
        var kinds = troubled.Secrets.CountBy(secret => secret.What, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);

        Assert.Equal(3, kinds["API key"]);
        Assert.InRange(kinds["session token"], 10, int.MaxValue);
        Assert.InRange(kinds["response URL"], 4, int.MaxValue);
        Assert.All(troubled.Secrets, secret => Assert.InRange(secret.Secret.Length, 10, int.MaxValue));
    }

    [Theory]
    [InlineData("log of lifecycle")]
    [InlineData("log of backfill")]
    [InlineData("answer to CloudFormation")]
    [InlineData("notification")]
    [InlineData("function error")]
    [InlineData("dead letter")]
    public void There_is_something_to_read_in_every_place(string where) =>
        Assert.Contains(troubled.Readable, one => one.Where == where && one.Text.Length > 0);

    [Fact]
    public void The_accounts_are_to_be_read_of()
    {
        var text = string.Concat(troubled.Readable.Select(one => one.Text));
        var concerned = troubled.Stack.Judge.All().Where(verdict => verdict.Account.Id.StartsWith('7'));

        Assert.All(concerned, verdict => Assert.Contains(verdict.Account.Id, text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_trouble_did_come()
    {
        var words = troubled.Stack.Organization.Accounts
            .SelectMany(account => troubled.Stack.Outcomes(account.Id))
            .Select(outcome => outcome.Outcome)
            .ToHashSet(StringComparer.Ordinal);

        Assert.All(["onboarded", "rejected", "retry", "skipped"], (string word) => Assert.Contains(word, words));
        Assert.Equal(1, troubled.Stack.Lifecycle.Counts.Crashes);
        Assert.InRange(troubled.Readable.Count(one => one.Where == "dead letter"), 3, int.MaxValue);
    }

    [Fact]
    public void Nothing_is_written_but_lines_of_json_on_standard_output() => Assert.All(
        troubled.Stack.Lifecycle.Log.Lines.Concat(troubled.Stack.Deployment.Backfill.Log.Lines)
            .Where(line => line.Source != LogSource.Platform),
        line =>
        {
            Assert.Equal(LogSource.Output, line.Source);
            Assert.True(line.Text.StartsWith('{') && line.Text.EndsWith('}'), line.Text);
        });

    private IEnumerable<string> Leaks(IEnumerable<(string Where, string Text)> texts) =>
        from text in texts
        from secret in troubled.Secrets
        where text.Text.Contains(secret.Secret, StringComparison.Ordinal)
        select $"{secret.What} in {text.Where}: {text.Text}";
}
