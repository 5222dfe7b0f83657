using ControlTowerLifecycle.VendorCalls;

namespace ControlTowerLifecycle.Tests.VendorCalls;

public class VendorAddressTests
{
    private static readonly Uri Endpoint = new("https://vendor.test/api/");

    [Theory]
    [InlineData("awsconnectors/5", "https://vendor.test/api/awsconnectors/5")]
    [InlineData("awsAccounts?top=25&skip=a%2Bb", "https://vendor.test/api/awsAccounts?top=25&skip=a%2Bb")]
    public void Address_is_below_the_endpoint(string path, string address) =>
        Assert.Equal(address, VendorAddress.Of(Endpoint, path).AbsoluteUri);

    [Theory]
    [InlineData("http://evil.test:80/steal")]
    [InlineData("https://evil.test/steal")]
    [InlineData("http://vendor.test/api/")]
    [InlineData("https://vendor.test:444/api/")]
    [InlineData("//evil.test/steal")]
    [InlineData(@"\\evil.test\steal")]
    [InlineData("file:///x")]
    [InlineData("http://")]
    public void Path_that_leads_to_another_host_is_not_called(string path) =>
        Assert.Throws<UriFormatException>(() => VendorAddress.Of(Endpoint, path));

    [Theory]
    [InlineData("https://other.test/api/x?p=2", "api/x?p=2")]
    [InlineData("/api/x?p=2", "api/x?p=2")]
    [InlineData("x", "api/x")]
    [InlineData("//other.test/x", "x")]
    [InlineData("/http://evil.test/x", null)]
    [InlineData("file:///x", null)]
    [InlineData("http://", null)]
    public void Link_is_a_path_of_the_endpoint_s_host(string link, string? path) =>
        Assert.Equal(path, VendorAddress.PathOf(Endpoint, link));
}
