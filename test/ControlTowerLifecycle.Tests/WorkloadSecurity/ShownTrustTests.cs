using ControlTowerLifecycle.Onboarding;
using ControlTowerLifecycle.WorkloadSecurity.Credentials;
using ControlTowerLifecycle.WorkloadSecurity.Role;

namespace ControlTowerLifecycle.Tests.WorkloadSecurity;

/// <summary>The log shows which trust policy was replaced, and no external ID.</summary>
public sealed class ShownTrustTests
{
    [Theory]
    [InlineData("""{"StringEquals":{"sts:ExternalId":"live+id/1"}}""", """{"StringEquals":{"sts:ExternalId":"HASH"}}""")]
    [InlineData("""{"StringEquals":{"STS:externalid":["live+id/1"]}}""", """{"StringEquals":{"STS:externalid":["HASH"]}}""")]
    [InlineData(
        """{"ForAnyValue:StringLike":{"sts:ExternalId":"live+id/1","aws:SourceAccount":"1"}}""",
        """{"ForAnyValue:StringLike":{"sts:ExternalId":"HASH","aws:SourceAccount":"1"}}""")]
    public void External_IDs_are_shown_as_hashes(string condition, string shown) => Assert.Equal(
        Trust(shown.Replace("HASH", $"sha256:{ExternalId.Hash("live+id/1")}", StringComparison.Ordinal)),
        ShownTrust.Of(PolicyDocument.Parse(Trust(condition))));

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("""{"a":"live-id"}""")]
    [InlineData("""[["live-id"]]""")]
    public void Value_of_another_type_is_not_shown(string value)
    {
        var trust = PolicyDocument.Parse(Trust("""{"StringEquals":{"sts:ExternalId":VALUE}}""".Replace("VALUE", value, StringComparison.Ordinal)));

        Assert.DoesNotContain("live-id", ShownTrust.Of(trust), StringComparison.Ordinal);
    }

    private static string Trust(string condition) =>
        """{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Condition":CONDITION}]}"""
            .Replace("CONDITION", condition, StringComparison.Ordinal);
}
