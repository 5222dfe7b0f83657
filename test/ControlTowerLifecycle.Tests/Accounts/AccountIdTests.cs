using ControlTowerLifecycle.Accounts;

namespace ControlTowerLifecycle.Tests.Accounts;

public class AccountIdTests
{
    [Theory]
    [InlineData("111122223333")]
    [InlineData("000000000001")]
    public void Twelve_digits_are_an_id_and_keep_leading_zeros(string text) =>
        Assert.Equal(text, AccountId.Parse(text).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("11112222333")]
    [InlineData("1111222233334")]
    [InlineData("11112222333a")]
    [InlineData(" 11112222333")]
    [InlineData("111122223333\n")]
    [InlineData("1111-2222-33")]
    [InlineData("+11112222333")]
    [InlineData("１１１１２２２２３３３３")]
    [InlineData("١١١١٢٢٢٢٣٣٣٣")]
    public void Invalid_text_is_not_an_id(string? text)
    {
        Assert.False(AccountId.TryParse(text, out var id));
        Assert.Null(id);
    }

    [Fact]
    public void Ids_with_equal_digits_are_equal() =>
        Assert.Equal(AccountId.Parse("111122223333"), AccountId.Parse("111122223333"));

    [Fact]
    public void Parse_error_names_the_valid_form()
    {
        var fault = Assert.Throws<FormatException>(() => AccountId.Parse("12"));

        Assert.Equal("'12' is not an AWS account ID: it must have twelve digits, for example 111122223333", fault.Message);
    }

    [Fact]
    public void Fault_accepts_null() => Assert.StartsWith("'' is not", AccountId.Fault(null), StringComparison.Ordinal);

    [Fact]
    public void Fault_replaces_control_characters() =>
        Assert.StartsWith("'1 2 3 4' is not", AccountId.Fault("1\r2\n3\u001b4"), StringComparison.Ordinal);

    [Fact]
    public void Fault_does_not_repeat_a_value_that_could_be_a_key() => Assert.StartsWith(
        "a value of 41 characters that is not repeated here is not an AWS account ID",
        AccountId.Fault(new string('x', 41)),
        StringComparison.Ordinal);
}
