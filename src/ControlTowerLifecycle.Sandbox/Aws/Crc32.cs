namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>The CRC-32 checksum of ISO 3309, used by gzip and by DynamoDB's header <c>x-amz-crc32</c>.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var remainder = uint.MaxValue;
        foreach (var value in bytes)
        {
            remainder ^= value;
            for (var bit = 0; bit < 8; bit++)
                remainder = (remainder >> 1) ^ ((remainder & 1) * Polynomial);
        }

        return ~remainder;
    }
}
