using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.S3.Assets;

namespace ControlTowerLifecycle.Cdk.Constructs;

/// <summary>
/// Where the functions take their code from: an asset of the CDK, or an object in the bucket that a parameter names. If there
/// is a package for each architecture, the parameter chooses one.
/// </summary>
internal sealed class PackageCode(Stack stack, StackSettings settings, LifecycleParameters parameters)
{
    public Code Create() => (parameters.Artifact, settings.PackageArm64) switch
    {
        ({ } artifact, null) => Code.FromBucket(BucketOf(artifact), Key(artifact, settings.Package)),
        ({ } artifact, { } arm64) => Code.FromBucket(BucketOf(artifact), Choose(Key(artifact, arm64), Key(artifact, settings.Package))),
        (null, null) => Code.FromAsset(settings.Package.Path),
        (null, { } arm64) => FromAssets(arm64),
    };

    private S3Code FromAssets(FunctionPackage arm64)
    {
        var x64Asset = new Asset(stack, "Package", new AssetProps { Path = settings.Package.Path });
        var arm64Asset = new Asset(stack, "PackageArm64", new AssetProps { Path = arm64.Path });
        return Code.FromBucket(x64Asset.Bucket, Choose(arm64Asset.S3ObjectKey, x64Asset.S3ObjectKey));
    }

    private string Choose(string arm64, string x64)
    {
        var isArm64 = new CfnCondition(stack, "IsArm64", new CfnConditionProps
        {
            Expression = Fn.ConditionEquals(parameters.Architecture.ValueAsString, FunctionPackage.Arm64),
        });
        return Fn.ConditionIf(isArm64.LogicalId, arm64, x64).ToString();
    }

    private IBucket BucketOf(ArtifactParameters artifact) =>
        Bucket.FromBucketName(stack, "Artifacts", artifact.Bucket.ValueAsString);

    private static string Key(ArtifactParameters artifact, FunctionPackage package) =>
        $"{artifact.Prefix.ValueAsString}{package.ObjectName}";
}
