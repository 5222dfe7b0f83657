using System.Text;

namespace ControlTowerLifecycle.Cli.Output;

/// <summary>
/// Standard output or standard error that is no terminal: UTF-8 in every locale, so that no letter of a document is lost. It
/// is opened by the first write, because opening a closed stream fails.
/// </summary>
/// <param name="open">Opens the stream.</param>
/// <param name="name">The name in a failure; null if what cannot be written is lost, because only the exit code matters.</param>
internal sealed class StandardStream(Func<Stream> open, string? name) : Stream
{
    private Stream? _stream;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static TextWriter CreateWriter(Func<Stream> open, string? name) => TextWriter.Synchronized(
        new StreamWriter(new StandardStream(open, name), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
        {
            AutoFlush = true,
        });

    /// <exception cref="IOException">The stream is closed, or its disk is full.</exception>
    public override void Write(byte[] buffer, int offset, int count)
    {
        try
        {
            _stream ??= open();
            _stream.Write(buffer, offset, count);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            if (name is not null)
                throw new IOException($"{name} cannot be written: {failed.Message}", failed);
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _stream?.Dispose();
        base.Dispose(disposing);
    }
}
