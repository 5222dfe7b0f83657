using System.Reflection;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Hosting.Metrics;

namespace ControlTowerLifecycle.Tests.Documents;

/// <summary>docs/operations.md documents exactly the words that the functions write for an operator.</summary>
public sealed partial class RunbookTests
{
    private const string Page = "docs/operations.md";
    private const string LogTable = "| message | meaning |";
    private const string FailureTable = "| text | means | do |";
    private const RegexOptions Options = RegexOptions.ExplicitCapture;

    private static readonly string Sources = string.Concat(
        Repository.Files("src/ControlTowerLifecycle", "*.cs")
            .Concat(Repository.Files("src/ControlTowerLifecycle.Functions", "*.cs"))
            .Select(File.ReadAllText));

    [Fact]
    public void Runbook_has_exactly_the_skip_reasons() =>
        AssertDocumented("| reason | means |", SkipReasons().Select(reason => reason.Code));

    [Fact]
    public void Runbook_has_exactly_the_outcomes() => AssertDocumented("| outcome | means |", Words(Outcome()));

    [Fact]
    public void Runbook_has_exactly_the_steps() => AssertDocumented("| step | is |", Words(Step()));

    [Fact]
    public void Runbook_has_exactly_the_metrics_with_their_units() => Assert.Equal(
        Statics<Metric>().Select(metric => $"{metric.Name} {metric.Unit}").Order(StringComparer.Ordinal),
        DocumentTable.Of(Page, "| metric | unit | counts |").Rows
            .SelectMany(cells => Spans(cells[0]).Select(name => $"{name} {cells[1]}")).Order(StringComparer.Ordinal));

    [Fact]
    public void Runbook_has_exactly_the_error_types() =>
        AssertDocumented("| error | means | do |", Words(ErrorType()).Select(kind => $"Function.{kind}"));

    [Fact]
    public void Runbook_has_every_log_message() =>
        Assert.Empty(Words(LogMessage()).Except(FirstCells(LogTable), StringComparer.Ordinal));

    [Fact]
    public void Runbook_has_no_log_message_that_is_never_written() =>
        Assert.All(
            FirstCells(LogTable),
            message => Assert.Contains($"\"{message}\"", Sources, StringComparison.Ordinal));

    [Fact]
    public void Runbook_has_every_AWS_code_with_advice()
    {
        var source = Repository.Read("src/ControlTowerLifecycle/Aws/AwsFailure.cs");
        var advice = source[source.IndexOf("string? Advice(", StringComparison.Ordinal)..];
        var codes = NotEmpty(
            AdvisedOn().Matches(advice).SelectMany(match => Code().Matches(match.Value)).Select(match => match.Value));

        Assert.Empty(codes.Except(QuotedSentences(), StringComparer.Ordinal));
    }

    [Fact]
    public void Failure_sentences_of_the_runbook_exist_in_the_code() =>
        Assert.All(
            QuotedSentences().SelectMany(sentence => Variable().Split(sentence)),
            part => Assert.Contains(part.Trim(), Sources, StringComparison.Ordinal));

    private static IEnumerable<SkipReason> SkipReasons() =>
    [
        .. Statics<SkipReason>(),
        .. typeof(SkipReason).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.GetParameters() is [{ ParameterType: var type }] && type == typeof(string))
            .Select(method => (SkipReason)method.Invoke(null, [""])!),
        .. Enum.GetValues<AccountState>().Select(SkipReason.ForState).OfType<SkipReason>(),
    ];

    private static IEnumerable<T> Statics<T>() => typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Static)
        .Where(property => property.PropertyType == typeof(T))
        .Select(property => (T)property.GetValue(null)!);

    private static IReadOnlyList<string> Words(Regex pattern) => NotEmpty(
        pattern.Matches(Sources).Select(match => match.Groups["word"].Value).Distinct(StringComparer.Ordinal));

    /// <summary>
    /// Fails if a pattern or a heading no longer matches: the assertions over the words would all pass.
    /// </summary>
    private static IReadOnlyList<string> NotEmpty(IEnumerable<string> words)
    {
        IReadOnlyList<string> found = [.. words];
        Assert.NotEmpty(found);
        return found;
    }

    /// <summary>The code spans in the first column of the failure tables.</summary>
    private static IReadOnlyList<string> QuotedSentences() => NotEmpty(DocumentTable.AllOf(Page, FailureTable)
        .SelectMany(table => table.Rows)
        .SelectMany(cells => Spans(cells[0])));

    /// <summary>The code spans in the first column: a row can explain several words.</summary>
    private static IReadOnlyList<string> FirstCells(string heading) =>
        NotEmpty(DocumentTable.Of(Page, heading).Rows.SelectMany(cells => Spans(cells[0])));

    private static IEnumerable<string> Spans(string cell) => Quoted().Matches(cell).Select(match => match.Groups["text"].Value);

    private static void AssertDocumented(string heading, IEnumerable<string> words) => Assert.Equal(
        words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        FirstCells(heading).Order(StringComparer.Ordinal));

    [GeneratedRegex(
        """RunOutcome\("(?<word>\w+)"\)|const string (Unreadable|Defect|Unsent|Unopened)Outcome = "(?<word>\w+)";""", Options, 1000)]
    private static partial Regex Outcome();

    [GeneratedRegex(
        """(WorkloadSecurity|CloudAccounts)Step\("(?<word>[a-z-]+)"|new RunFailure\(\s*"(?<word>\w+)"|"""
        + """const string (Observe|Step|NotifyStep) = "(?<word>[\w-]+)";""",
        Options, 1000)]
    private static partial Regex Step();

    [GeneratedRegex("""new FunctionErrorException\(\s*"(?<word>\w+)"|"Function\.(?<word>[A-Z]\w+)"[,)]""", Options, 1000)]
    private static partial Regex ErrorType();

    [GeneratedRegex(
        """Write\(LogLevel\.\w+, "(?<word>[^"]+)"|log\.Failed\(\s*"(?<word>[^"]+)"|string NotSent = "(?<word>[^"]+)";""",
        Options, 1000)]
    private static partial Regex LogMessage();

    [GeneratedRegex("""^ +\(.*\) =>$""", Options | RegexOptions.Multiline, 1000)]
    private static partial Regex AdvisedOn();

    [GeneratedRegex("""(?<=")[A-Z][\w.]+(?=")""", Options, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("`(?<text>[^`]+)`", Options, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"…|\d+", Options, 1000)]
    private static partial Regex Variable();
}
