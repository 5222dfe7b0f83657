using ControlTowerLifecycle.CloudAccounts.Role;

namespace ControlTowerLifecycle.Tests.CloudAccounts;

public class VisionOneThumbprintsTests
{
    private static readonly string[] Foreign = [.. "abcdef".Select(digit => new string(digit, 40))];

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
