using ControlTowerLifecycle.CloudAccounts;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class VisionOneRegionTests
{
    [Theory]
    [InlineData("us", "api.xdr.trendmicro.com", "cloudaccounts-us.xdr.trendmicro.com")]
    [InlineData("jp", "api.xdr.trendmicro.co.jp", "cloudaccounts-jp.xdr.trendmicro.com")]
    [InlineData("eu", "api.eu.xdr.trendmicro.com", "cloudaccounts-eu.xdr.trendmicro.com")]
    [InlineData("au", "api.au.xdr.trendmicro.com", "cloudaccounts-au.xdr.trendmicro.com")]
    [InlineData("sg", "api.sg.xdr.trendmicro.com", "cloudaccounts-sg.xdr.trendmicro.com")]
    [InlineData("in", "api.in.xdr.trendmicro.com", "cloudaccounts-in.xdr.trendmicro.com")]
    [InlineData("mea", "api.mea.xdr.trendmicro.com", "cloudaccounts-mea.xdr.trendmicro.com")]
    [InlineData("uk", "api.uk.xdr.trendmicro.com", "cloudaccounts-uk.xdr.trendmicro.com")]
    [InlineData("ca", "api.ca.xdr.trendmicro.com", "cloudaccounts-ca.xdr.trendmicro.com")]
    [InlineData("za", "api.za.xdr.trendmicro.com", "cloudaccounts-za.xdr.trendmicro.com")]
    [InlineData("id", "api.id.xdr.trendmicro.com", "cloudaccounts-id.xdr.trendmicro.com")]
    [InlineData("br", "api.br.xdr.trendmicro.com", "cloudaccounts-br.xdr.trendmicro.com")]
    [InlineData("us-gov", "api.usgov.xdr.trendmicro.com", "cloudaccounts-us-gov.xdr.trendmicro.com")]
    public void Region_chooses_the_hosts(string name, string apiHost, string oidcHost)
    {
        var region = VisionOneRegion.Parse(name);

        Assert.Equal(apiHost, region.ApiHost);
        Assert.Equal(oidcHost, region.OidcHost);
    }

    [Theory]
    [InlineData("us-1")]
    [InlineData("EU")]
    [InlineData("eu-west-1")]
    public void Unknown_region_is_refused_with_the_list(string name) => Assert.Equal(
        $"must be one of us, jp, eu, au, sg, in, mea, uk, ca, za, id, br, us-gov, not '{name}'",
        Assert.Throws<FormatException>(() => VisionOneRegion.Parse(name)).Message);
}
