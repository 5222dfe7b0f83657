using System.Diagnostics.CodeAnalysis;
using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// The ID of an AWS account: twelve ASCII digits, with leading zeros (AWS Account Management, "AWS account
/// identifiers").
/// </summary>
internal sealed record AccountId
{
    private const int Length = 12;

    private AccountId(string value) => Value = value;

    /// <summary>The twelve digits.</summary>
    public string Value { get; }

    /// <summary>Reads an ID without trimming or padding: only exactly twelve digits are valid.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out AccountId? id)
    {
        id = text is { Length: Length } && text.All(char.IsAsciiDigit) ? new AccountId(text) : null;
        return id is not null;
    }

    /// <summary>Reads an ID.</summary>
    /// <exception cref="FormatException">The text is not twelve digits; the message is
    /// <see cref="Fault"/>.</exception>
    public static AccountId Parse(string? text) =>
        TryParse(text, out var id) ? id : throw new FormatException(Fault(text));

    /// <summary>
    /// The error text for an invalid account ID. It does not repeat input that could be a key.
    /// </summary>
    public static string Fault(string? text) =>
        $"{OutsideText.Quote(text)} is not an AWS account ID: it must have twelve digits, for example 111122223333";

    /// <inheritdoc/>
    public override string ToString() => Value;
}
