using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ControlTowerLifecycle.Accounts;

/// <summary>
/// An AWS account's id: twelve ASCII digits, leading zeros kept (AWS Account Management, "AWS account identifiers").
/// </summary>
internal sealed record AccountId
{
    private const int Length = 12;

    private AccountId(string value) => Value = value;

    /// <summary>The twelve digits.</summary>
    public string Value { get; }

    /// <summary>The same as a number: what a set of thousands of ids is kept as.</summary>
    public long Number => long.Parse(Value, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Reads an id without trimming or padding: what is not exactly twelve digits is not an account.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out AccountId? id)
    {
        id = text is { Length: Length } && text.All(char.IsAsciiDigit) ? new AccountId(text) : null;
        return id is not null;
    }

    /// <summary>Reads an id or says what is wrong with it.</summary>
    /// <exception cref="FormatException">The text is not twelve digits.</exception>
    public static AccountId Parse(string? text) =>
        TryParse(text, out var id) ? id : throw new FormatException(Fault(text));

    /// <summary>The id of a <see cref="Number"/>.</summary>
    public static AccountId Of(long number) => Parse(number.ToString("D12", CultureInfo.InvariantCulture));

    /// <summary>
    /// The sentence for a text that is no account id. Long or unprintable texts are cut, for it ends in logs.
    /// </summary>
    public static string Fault(string? text) =>
        $"'{Printable(text)}' is not an AWS account id: it takes twelve digits, as in 111122223333";

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string Printable(string? text)
    {
        const int shown = 40;
        var visible = string.Concat((text ?? "").Take(shown).Select(c => char.IsControl(c) ? '?' : c));
        return text is { Length: > shown } ? visible + "…" : visible;
    }
}
