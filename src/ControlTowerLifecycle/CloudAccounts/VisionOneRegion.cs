using ControlTowerLifecycle.Failures;

namespace ControlTowerLifecycle.CloudAccounts;

/// <summary>A region of Trend Vision One, which is not an AWS region.</summary>
/// <param name="Name">The region in the setting CLOUD_ACCOUNTS_REGION and in the vendor's identities.</param>
/// <param name="ApiHost">The host of its public API.</param>
/// <param name="OidcHost">The host of the OIDC provider with which the vendor enters accounts.</param>
internal sealed record VisionOneRegion(string Name, string ApiHost, string OidcHost)
{
    /// <summary>All regions (vendor's Automation Center, "Regional domains").</summary>
    public static IReadOnlyList<VisionOneRegion> All { get; } =
    [
        Of("us", "api.xdr.trendmicro.com"),
        Of("jp", "api.xdr.trendmicro.co.jp"),
        .. ((string[])["eu", "au", "sg", "in", "mea", "uk", "ca", "za", "id", "br"])
            .Select(name => Of(name, $"api.{name}.xdr.trendmicro.com")),
        Of("us-gov", "api.usgov.xdr.trendmicro.com"),
    ];

    /// <exception cref="FormatException">There is no such region; the message lists the regions.</exception>
    public static VisionOneRegion Parse(string text) =>
        All.FirstOrDefault(region => region.Name == text)
        ?? throw new FormatException($"must be one of {string.Join(", ", All.Select(region => region.Name))}, not {OutsideText.Quote(text)}");

    private static VisionOneRegion Of(string name, string apiHost) =>
        new(name, apiHost, $"cloudaccounts-{name}.xdr.trendmicro.com");
}
