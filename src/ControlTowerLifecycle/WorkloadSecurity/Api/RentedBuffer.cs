using System.Buffers;

namespace ControlTowerLifecycle.WorkloadSecurity.Api;

/// <summary>Bytes in an array of the shared pool, which grows by doubling.</summary>
internal sealed class RentedBuffer
{
    private const int FirstSize = 16 * 1024;

    private byte[] _array = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _length;

    /// <summary>What has been read so far.</summary>
    public ReadOnlySpan<byte> Bytes => _array.AsSpan(0, _length);

    /// <summary>Reads once more; false at the end.</summary>
    public async Task<bool> ReadFromAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (_length == _array.Length)
            Grow();

        var read = await stream.ReadAsync(_array.AsMemory(_length), cancellationToken);
        _length += read;
        return read > 0;
    }

    /// <summary>Gives the array back. Nothing may be read afterwards.</summary>
    public void Return() => ArrayPool<byte>.Shared.Return(_array);

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_array.Length * 2);
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
