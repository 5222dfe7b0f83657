namespace ControlTowerLifecycle.Sandbox.Aws;

/// <summary>The checksum of ISO 3309, as gzip and DynamoDB's header <c>x-amz-crc32</c> have it.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var remainder = uint.MaxValue;
        foreach (var one in bytes)
        {
            remainder ^= one;
            for (var bit = 0; bit < 8; bit++)
                remainder = (remainder >> 1) ^ ((remainder & 1) * Polynomial);
        }

        return ~remainder;
    }
}
