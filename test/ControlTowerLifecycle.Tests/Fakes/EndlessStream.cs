namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>A body without an end. Who reads 16 MiB of it has no bound of its own.</summary>
internal sealed class EndlessStream : MemoryStream
{
    private const int FarTooMuch = 16 * 1024 * 1024;

    public long Delivered { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Delivered += buffer.Length;
        buffer.Span.Fill((byte)'x');
        return Delivered < FarTooMuch
            ? ValueTask.FromResult(buffer.Length)
            : throw new UnexpectedCallException("to read on");
    }
}
