using System.Globalization;

namespace ControlTowerLifecycle.Aws.DynamoDb;

/// <summary>A value of an item: a text or a whole number.</summary>
internal sealed record DynamoDbValue
{
    private DynamoDbValue(string? text, string? number) => Wire = new AttributeValueWire(text, number);

    internal AttributeValueWire Wire { get; }

    /// <summary>A text; DynamoDB's type S.</summary>
    public static DynamoDbValue Of(string text) => new(text, null);

    /// <summary>A whole number; DynamoDB's type N.</summary>
    public static DynamoDbValue Of(long number) => new(null, number.ToString(CultureInfo.InvariantCulture));
}
