using ControlTowerLifecycle.Cli.Output;

namespace ControlTowerLifecycle.Tests.Cli;

public sealed class StandardStreamTests
{
    [Fact]
    public void Text_is_UTF8_without_a_byte_order_mark()
    {
        using var bytes = new MemoryStream();
        using var writer = StandardStream.CreateWriter(() => bytes, "Standard output");

        writer.Write("日本語 →");

        Assert.Equal("日本語 →"u8.ToArray(), bytes.ToArray());
    }

    [Fact]
    public void Stream_that_cannot_be_written_is_named()
    {
        var writer = StandardStream.CreateWriter(() => throw new UnauthorizedAccessException("closed"), "Standard output");

        var failed = Assert.Throws<IOException>(() => writer.Write("text"));

        Assert.Equal("Standard output cannot be written: closed", failed.Message);
    }

    [Fact]
    public void Text_for_a_closed_standard_error_is_lost()
    {
        var opened = 0;
        using var writer = StandardStream.CreateWriter(
            () =>
            {
                opened++;
                throw new IOException("closed");
            },
            null);

        writer.Write("text");

        Assert.Equal(1, opened);
    }
}
