using Amazon.CDK;
using Constructs;

namespace ControlTowerLifecycle.Cdk;

/// <summary>
/// A stack with logical ids that operators can read and type: the path of the construct, without the CDK's hash. Two
/// constructs with the same id fail at synth.
/// </summary>
internal abstract class PlainIdStack(Construct scope, string id, IStackProps props) : Stack(scope, id, props)
{
    protected override string AllocateLogicalId(CfnElement cfnElement) => string.Concat(
        cfnElement.Node.Path.Split('/').Skip(1).Where(part => part is not ("Resource" or "Default")));
}
