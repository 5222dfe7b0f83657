using Amazon.CDK;
using Constructs;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// A stack whose template people read in the console: logical ids are the path of the construct without the CDK's hash.
/// Two constructs that would come out the same fail at synth.
/// </summary>
internal abstract class ReadableStack(Construct scope, string id, IStackProps props) : Stack(scope, id, props)
{
    protected override string AllocateLogicalId(CfnElement cfnElement) => string.Concat(
        cfnElement.Node.Path.Split('/').Skip(1).Where(part => part is not ("Resource" or "Default")));
}
