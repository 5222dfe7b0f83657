using ControlTowerLifecycle.Benchmarks.Report;

namespace ControlTowerLifecycle.Benchmarks.Measurements;

/// <summary>The size of the packages, and what the native binary consists of.</summary>
internal static class SizeMeasurement
{
    private const double Megabyte = 1_000_000;
    private const int NamespacesShown = 16;

    public static Section Run(Packages packages)
    {
        var section = new SectionBuilder(
            "Size",
            "Packages as they are uploaded, and the code, types and metadata of the native binary by namespace, as its compiler reports"
            + " them before compression. A generic type of .NET that is compiled for a type of ours counts as .NET.");
        foreach (var package in packages.All)
        {
            section.Add("size.zip", "package", "MB", package.Name, new FileInfo(package.Archive).Length / Megabyte, new Goal(5));
            section.Add("size.files", "its files", "MB", package.Name, FolderSize(package) / Megabyte);
        }

        var sizes = NativeSizes.Read(Packages.NativeSizes);
        foreach (var (name, bytes) in sizes.OrderByDescending(size => size.Value).Take(NamespacesShown))
            section.Add($"size.{name}", name, "MB", "native", bytes / Megabyte);
        var rest = sizes.OrderByDescending(size => size.Value).Skip(NamespacesShown).Sum(size => size.Value);
        section.Add("size.rest", $"{sizes.Count - NamespacesShown} others", "MB", "native", rest / Megabyte);
        return section.Build();
    }

    private static long FolderSize(Package package) => Directory
        .EnumerateFiles(Path.GetDirectoryName(package.Bootstrap)!, "*", SearchOption.AllDirectories)
        .Sum(file => new FileInfo(file).Length);
}
