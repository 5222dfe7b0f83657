using ControlTowerLifecycle.CloudAccounts.Role;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class VisionOneThumbprintsTests
{
    private static readonly string[] Foreign = [.. "abcdef".Select(digit => new string(digit, 40))];

    [Fact]
    public void Thumbprints_are_those_of_the_vendor_s_manual() => Assert.Equal(
        [
            "9e99a48a9960b14926bb7f3b02e22da2b0ab7280", "9565ad13689c2c4b4f018be31767084d197f2692",
            "8cf427fd790c3ad166068de81e57efbb932272d4", "f21c12f46cdb6b2e16f09f9419cdff328437b2d7",
        ],
        VisionOneThumbprints.All);

    [Fact]
    public void Provider_without_thumbprints_gets_all_of_them() =>
        Assert.Equal(VisionOneThumbprints.All, VisionOneThumbprints.Complete([]));

    [Fact]
    public void Complete_list_in_another_case_and_order_needs_no_write() =>
        Assert.Null(VisionOneThumbprints.Complete([.. VisionOneThumbprints.All.Reverse().Select(text => text.ToUpperInvariant())]));

    [Fact]
    public void Missing_thumbprints_are_added_behind_a_foreign_one() =>
        Assert.Equal([Foreign[0], .. VisionOneThumbprints.All], VisionOneThumbprints.Complete([Foreign[0]]));

    [Fact]
    public void Foreign_thumbprints_stay_and_ours_are_added_as_far_as_they_fit() =>
        Assert.Equal([.. Foreign[..3], .. VisionOneThumbprints.All.Take(2)], VisionOneThumbprints.Complete(Foreign[..3]));

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Full_list_of_foreign_thumbprints_is_not_changed(int count) =>
        Assert.Null(VisionOneThumbprints.Complete(Foreign[..count]));
}
