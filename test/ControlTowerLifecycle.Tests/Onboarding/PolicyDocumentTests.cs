using ControlTowerLifecycle.Onboarding;

namespace ControlTowerLifecycle.Tests.Onboarding;

/// <summary>Each row changes one place of a policy. Single quotes stand for double quotes.</summary>
public class PolicyDocumentTests
{
    private const string Trust =
        "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::147995105371:root'},"
        + "'Action':'sts:AssumeRole','Condition':{'StringEquals':{'sts:ExternalId':'A1'},'Bool':{'aws:SecureTransport':true}}}]}";

    private const string Permissions =
        "{'Version':'2012-10-17','Statement':["
        + "{'Sid':'One','Effect':'Allow','Action':['ec2:DescribeTags','iam:GetRole'],'Resource':'arn:aws:iam::*:role/A'},"
        + "{'Effect':'Deny','Action':'s3:*','Resource':'*'}]}";

    [Fact]
    public void Duplicate_key_in_an_ignored_member_makes_the_document_invalid() =>
        Assert.Null(PolicyDocument.TryParse(File.ReadAllText(Path.Combine(
            AppContext.BaseDirectory, "Onboarding", "Payloads", "trust-with-duplicate-key-in-sid.json"))));

    [Theory]
    [InlineData("'Version':'2012-10-17',", "'Version' : '2012-10-17',\n ")]
    [InlineData("'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::147995105371:root'}", "'Principal':{'AWS':'arn:aws:iam::147995105371:root'},'Effect':'Allow'")]
    [InlineData("'Version'", "'Id':'policy-1','Version'")]
    [InlineData("'Effect'", "'Sid':'Trend','Effect'")]
    [InlineData("'sts:AssumeRole'", "['sts:AssumeRole']")]
    [InlineData("'sts:AssumeRole'", "['sts:AssumeRole','sts:AssumeRole']")]
    [InlineData("'sts:AssumeRole'", "'STS:assumerole'")]
    [InlineData("'arn:aws:iam::147995105371:root'", "'147995105371'")]
    [InlineData("'arn:aws:iam::147995105371:root'", "['arn:aws:iam::147995105371:root']")]
    [InlineData("'arn:aws:iam::147995105371:root'", "['147995105371']")]
    [InlineData("'sts:ExternalId'", "'STS:externalid'")]
    [InlineData("'A1'", "['A1']")]
    [InlineData("'A1'", "'\\u00411'")]
    [InlineData("true", "'true'")]
    [InlineData("true", "['true']")]
    public void Trust_policies_with_the_same_meaning_are_equal(string part, string other) =>
        Assert.Equal(Read(Trust), Read(Changed(Trust, part, other)));

    [Theory]
    [InlineData("'sts:AssumeRole'", "'sts:TagSession'")]
    [InlineData("'sts:AssumeRole'", "['sts:AssumeRole','sts:TagSession']")]
    [InlineData("'sts:AssumeRole'", "'sts:*'")]
    [InlineData("'Action'", "'NotAction'")]
    [InlineData("'Allow'", "'Deny'")]
    [InlineData("147995105371:root", "147995105372:root")]
    [InlineData("147995105371:root", "147995105371:user/root")]
    [InlineData("{'AWS':'arn:aws:iam::147995105371:root'}", "'*'")]
    [InlineData("'AWS'", "'Service'")]
    [InlineData("'Principal'", "'NotPrincipal'")]
    [InlineData("'arn:aws:iam::147995105371:root'", "['arn:aws:iam::147995105371:root','111122223333']")]
    [InlineData("'A1'", "'A2'")]
    [InlineData("'A1'", "'a1'")]
    [InlineData("'A1'", "''")]
    [InlineData("'A1'", "['A1','A2']")]
    [InlineData("'sts:ExternalId'", "'sts:RoleSessionName'")]
    [InlineData("'StringEquals'", "'StringLike'")]
    [InlineData("true", "false")]
    [InlineData(",'Condition':{'StringEquals':{'sts:ExternalId':'A1'},'Bool':{'aws:SecureTransport':true}}", "")]
    [InlineData("{'StringEquals':{'sts:ExternalId':'A1'},'Bool':{'aws:SecureTransport':true}}", "{}")]
    [InlineData("'StringEquals':{'sts:ExternalId':'A1'},", "")]
    [InlineData("2012-10-17", "2008-10-17")]
    [InlineData("'Version':'2012-10-17',", "")]
    [InlineData("}}}]", "}}},{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole'}]")]
    public void Trust_policies_with_different_meanings_are_unequal(string part, string other) =>
        Assert.NotEqual(Read(Trust), Read(Changed(Trust, part, other)));

    [Theory]
    [InlineData("['ec2:DescribeTags','iam:GetRole']", "['iam:GetRole','ec2:DescribeTags']")]
    [InlineData("'ec2:DescribeTags'", "'EC2:describetags'")]
    [InlineData("'Sid':'One',", "")]
    [InlineData("'One'", "'Two'")]
    [InlineData("'*'}", "['*']}")]
    [InlineData(
        "{'Sid':'One','Effect':'Allow','Action':['ec2:DescribeTags','iam:GetRole'],'Resource':'arn:aws:iam::*:role/A'},{'Effect':'Deny','Action':'s3:*','Resource':'*'}",
        "{'Effect':'Deny','Action':'s3:*','Resource':'*'},{'Effect':'Allow','Action':['ec2:DescribeTags','iam:GetRole'],'Resource':'arn:aws:iam::*:role/A'}")]
    public void Permission_policies_with_the_same_meaning_are_equal(string part, string other) =>
        Assert.Equal(Read(Permissions), Read(Changed(Permissions, part, other)));

    [Theory]
    [InlineData("role/A", "role/a")]
    [InlineData("'iam:GetRole'", "'iam:GetRolePolicy'")]
    [InlineData("['ec2:DescribeTags','iam:GetRole']", "'ec2:DescribeTags'")]
    [InlineData("['ec2:DescribeTags','iam:GetRole']", "'ec2:DescribeTags,iam:GetRole'")]
    [InlineData("['ec2:DescribeTags','iam:GetRole']", "[]")]
    [InlineData("['ec2:DescribeTags','iam:GetRole']", "null")]
    [InlineData("'Resource':'*'", "'NotResource':'*'")]
    [InlineData("'Effect':'Deny','Action':'s3:*','Resource':'*'", "'Effect':'Deny','Action':'s3:*'")]
    [InlineData("{'Effect':'Deny','Action':'s3:*','Resource':'*'}", "{'Effect':'Allow','Action':'s3:*','Resource':'*'}")]
    public void Permission_policies_with_different_meanings_are_unequal(string part, string other) =>
        Assert.NotEqual(Read(Permissions), Read(Changed(Permissions, part, other)));

    [Fact]
    public void Single_statement_equals_a_list_of_one() =>
        Assert.Equal(Read("{'Statement':[{'Effect':'Allow'}]}"), Read("{'Statement':{'Effect':'Allow'}}"));

    [Fact]
    public void External_id_is_not_shortened_like_a_principal() => Assert.NotEqual(
        Read(Changed(Trust, "'A1'", "'147995105371'")),
        Read(Changed(Trust, "'A1'", "'arn:aws:iam::147995105371:root'")));

    [Fact]
    public void Text_with_quotes_is_unequal_to_a_list() =>
        Assert.NotEqual(Read("{'Action':'a\\',\\'b'}".Replace("\\'", "\\\"", StringComparison.Ordinal)), Read("{'Action':['a','b']}"));

    [Fact]
    public void Equal_documents_have_equal_hash_codes() => Assert.Equal(
        Read(Trust).GetHashCode(), Read(Changed(Trust, "'sts:AssumeRole'", "['STS:AssumeRole']")).GetHashCode());

    [Fact]
    public void Document_is_unequal_to_other_types()
    {
        Assert.False(Read(Trust).Equals(null));
        Assert.False(Read(Trust).Equals((object)Read(Trust).Json));
    }

    [Fact]
    public void Document_is_sent_without_white_space() => Assert.Equal(
        """{"Version":"2012-10-17","Statement":[]}""", Read("{ 'Version' : '2012-10-17',\n  'Statement' : [ ] }").Json);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("'text'")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("%7B%7D")]
    [InlineData("{'Effect':'Allow','Effect':'Deny'}")]
    [InlineData("{'Statement':{'Effect':'Allow','Effect':'Deny'}}")]
    [InlineData("{'Effect':'\\ud800'}")]
    [InlineData("{'\\ud800':'Allow'}")]
    public void Invalid_text_is_not_a_document(string text) => Assert.Null(PolicyDocument.TryParse(Quoted(text)));

    [Fact]
    public void Large_text_that_thousands_of_accounts_have_is_read_once()
    {
        var text = Quoted($"{{'Action':['{string.Join("','", Enumerable.Range(0, 100).Select(i => $"s3:Get{i:00000}"))}']}}");

        Assert.Same(PolicyDocument.Parse(text), PolicyDocument.Parse(string.Concat(text)));
        Assert.NotEqual(PolicyDocument.Parse(text), PolicyDocument.Parse(text.Replace("Get00042", "Put00042", StringComparison.Ordinal)));
    }

    [Fact]
    public void Deeply_nested_text_is_not_a_document() =>
        Assert.Null(PolicyDocument.TryParse($$"""{"Action":{{new string('[', 5000)}}{{new string(']', 5000)}}}"""));

    [Fact]
    public void Parse_of_invalid_text_throws_a_format_exception() =>
        Assert.Throws<FormatException>(() => PolicyDocument.Parse("[]"));

    private static PolicyDocument Read(string text) => PolicyDocument.Parse(Quoted(text));

    private static string Quoted(string text) => text.Replace('\'', '"');

    /// <summary>Fails if a row changes nothing, because such a row would prove nothing.</summary>
    private static string Changed(string policy, string part, string other)
    {
        Assert.Contains(part, policy, StringComparison.Ordinal);
        return policy.Replace(part, other, StringComparison.Ordinal);
    }
}
