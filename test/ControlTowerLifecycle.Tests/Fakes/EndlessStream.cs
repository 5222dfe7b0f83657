namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>A body without an end. It throws after 16 MiB: the reader has no limit.</summary>
internal sealed class EndlessStream : MemoryStream
{
    private const int Maximum = 16 * 1024 * 1024;

    public long Delivered { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Delivered += buffer.Length;
        buffer.Span.Fill((byte)'x');
        return Delivered < Maximum
            ? ValueTask.FromResult(buffer.Length)
            : throw new UnexpectedCallException("to read on");
    }
}
