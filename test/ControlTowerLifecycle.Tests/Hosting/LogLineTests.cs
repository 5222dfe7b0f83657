using System.Text;
using System.Text.Json.Nodes;
using ControlTowerLifecycle.Hosting;
using ControlTowerLifecycle.Tests.Fakes;

namespace ControlTowerLifecycle.Tests.Hosting;

/// <summary>Each entry of the log is one line, whatever it contains and whichever thread writes it.</summary>
public class LogLineTests
{
    private readonly MemoryStream _output = new();
    private readonly LifecycleLog _log;

    public LogLineTests() => _log = new LifecycleLog(_output, new ManualTime(Sample.Start));

    [Theory]
    [InlineData("a \"quoted\" \\ name")]
    [InlineData("Zahlungen Süd 東京 😀")]
    public void Account_name_with_any_characters_stays_on_one_line_unchanged(string name)
    {
        _log.StepApplied(Sample.Id, name, new FakeStep("one"));

        Assert.Equal(name, AccountName());
        Assert.DoesNotContain(Text().TrimEnd('\n'), char.IsControl);
    }

    [Theory]
    [InlineData("two\r\nlines", "two  lines")]
    [InlineData("\u001b[31mred\u0000\u2028\u202e", "[31mred")]
    public void Account_name_is_cleaned(string name, string logged)
    {
        _log.StepApplied(Sample.Id, name, new FakeStep("one"));

        Assert.Equal(logged, AccountName());
    }

    [Fact]
    public void Unpaired_surrogate_does_not_break_a_line()
    {
        _log.StepApplied(Sample.Id, "\ud800", new FakeStep("one"));

        Assert.Equal("\ufffd", AccountName());
    }

    [Fact]
    public void Lines_of_parallel_threads_do_not_mix()
    {
        Parallel.For(0, 200, number => _log.Ignored($"{number}", new string('x', 5000)));

        var lines = Text().TrimEnd('\n').Split('\n');
        var ids = lines.Select(line => (string)JsonNode.Parse(line)!["messageId"]!);
        Assert.Equal(200, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_line_is_written_and_flushed_at_once()
    {
        var output = new CountingStream();

        new LifecycleLog(output, new ManualTime(Sample.Start)).Ignored("m-1", "x");

        Assert.Equal((1, 1), (output.Writes, output.Flushes));
    }

    private string Text() => Encoding.UTF8.GetString(_output.ToArray());

    private string? AccountName()
    {
        var text = Text();
        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        return (string?)JsonNode.Parse(text)!["accountName"];
    }

    private sealed class CountingStream : MemoryStream
    {
        public int Writes { get; private set; }

        public int Flushes { get; private set; }

        public override void Write(byte[] buffer, int offset, int count) => Writes++;

        public override void Flush() => Flushes++;
    }
}
