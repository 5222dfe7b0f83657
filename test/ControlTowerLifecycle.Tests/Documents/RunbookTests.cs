using System.Reflection;
using System.Text.RegularExpressions;
using ControlTowerLifecycle.Accounts;
using ControlTowerLifecycle.Hosting.Metrics;

namespace ControlTowerLifecycle.Tests.Documents;

/// <summary>docs/operations.md has every word that the functions can tell a person, and no other.</summary>
public sealed partial class RunbookTests
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture;

    private static readonly string Sources = string.Concat(
        Repository.Files("src/ControlTowerLifecycle", "*.cs")
            .Concat(Repository.Files("src/ControlTowerLifecycle.Functions", "*.cs"))
            .Select(File.ReadAllText));

    [Fact]
    public void Every_reason_to_skip_an_account_is_there() =>
        AreShown("| reason | means | do |", SkipReasons().Select(reason => reason.Code));

    [Fact]
    public void Every_outcome_is_there() => AreShown("| outcome | means | do |", Words(Outcome()));

    [Fact]
    public void Every_step_is_there() => AreShown("| step | is |", Words(Step()));

    [Fact]
    public void Every_metric_is_there_with_its_unit() => Assert.Equal(
        Statics<Metric>().Select(metric => $"{metric.Name} {metric.Unit}").Order(StringComparer.Ordinal),
        DocumentTable.Of("docs/operations.md", "| metric | unit | of | counts |").Rows
            .Select(cells => $"{cells[0].Trim('`')} {cells[1]}").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_error_of_an_invocation_is_there() =>
        AreShown("| error | of | means | do |", Words(ErrorType()).Select(kind => $"Function.{kind}"));

    [Fact]
    public void Every_message_of_the_log_is_there() =>
        Assert.Empty(Words(LogMessage()).Except(FirstCells("| message | level | tells |"), StringComparer.Ordinal));

    [Fact]
    public void No_message_of_the_log_is_there_that_nobody_writes() =>
        Assert.All(
            FirstCells("| message | level | tells |"),
            message => Assert.Contains($"\"{message}\"", Sources, StringComparison.Ordinal));

    [Fact]
    public void Every_code_of_AWS_on_which_there_is_advice_is_there()
    {
        var source = Repository.Read("src/ControlTowerLifecycle/Aws/AwsFailure.cs");
        var advice = source[source.IndexOf("string? Advice(", StringComparison.Ordinal)..];
        var codes = AdvisedOn().Matches(advice).SelectMany(match => Code().Matches(match.Value)).Select(match => match.Value);

        Assert.Empty(codes.Except(Said(), StringComparer.Ordinal));
    }

    [Fact]
    public void What_failures_are_said_to_say_is_what_they_say() =>
        Assert.All(
            Said().SelectMany(sentence => Variable().Split(sentence)),
            part => Assert.Contains(part.Trim(), Sources, StringComparison.Ordinal));

    private static IEnumerable<SkipReason> SkipReasons() =>
    [
        .. Statics<SkipReason>(),
        .. typeof(SkipReason).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.GetParameters() is [{ ParameterType: var only }] && only == typeof(string))
            .Select(method => (SkipReason)method.Invoke(null, [""])!),
        .. Enum.GetValues<AccountState>().Select(SkipReason.ForState).OfType<SkipReason>(),
    ];

    private static IEnumerable<T> Statics<T>() => typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Static)
        .Where(property => property.PropertyType == typeof(T))
        .Select(property => (T)property.GetValue(null)!);

    private static IEnumerable<string> Words(Regex written) =>
        written.Matches(Sources).Select(match => match.Groups["word"].Value).Distinct(StringComparer.Ordinal);

    /// <summary>What the tables of failures quote.</summary>
    private static IEnumerable<string> Said() => DocumentTable.AllOf("docs/operations.md", "| it says | means | do |")
        .SelectMany(table => table.Rows)
        .SelectMany(cells => Quoted().Matches(cells[0]).Select(match => match.Groups["text"].Value));

    private static IEnumerable<string> FirstCells(string heading) =>
        DocumentTable.Of("docs/operations.md", heading).Rows.Select(cells => cells[0].Trim('`'));

    private static void AreShown(string heading, IEnumerable<string> words) => Assert.Equal(
        words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        FirstCells(heading).Order(StringComparer.Ordinal));

    [GeneratedRegex("""RunOutcome\("(?<word>\w+)"\)|const string (Unread|Broken) = "(?<word>\w+)";""", Options, 1000)]
    private static partial Regex Outcome();

    [GeneratedRegex(
        """WorkloadSecurityStep\("(?<word>[a-z-]+)"|new RunFailure\(\s*"(?<word>\w+)"|"""
        + """const string Observe = "(?<word>\w+)";""",
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
