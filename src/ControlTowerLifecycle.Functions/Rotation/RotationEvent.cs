using System.Text.Json;
using ControlTowerLifecycle.Events;
using ControlTowerLifecycle.Functions.Runtime;

namespace ControlTowerLifecycle.Functions.Rotation;

/// <summary>The four steps of a rotation, in order.</summary>
internal enum RotationStep
{
    CreateSecret,
    SetSecret,
    TestSecret,
    FinishSecret,
}

/// <summary>The event with which Secrets Manager invokes a rotation function.</summary>
/// <param name="SecretId">The ARN of the secret.</param>
/// <param name="Token">The ID of the version that the rotation creates.</param>
/// <param name="Step">The step to do.</param>
internal sealed record RotationEvent(string SecretId, string Token, RotationStep Step)
{
    /// <exception cref="FunctionErrorException">The payload is no such event.</exception>
    public static RotationEvent Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var root = document.RootElement;
            return new RotationEvent(
                root.Text(nameof(SecretId)), root.Text("ClientRequestToken"), ParseStep(root.Text(nameof(Step))));
        }
        catch (JsonException)
        {
            throw FunctionErrorException.UnreadableEvent("it is not JSON");
        }
        catch (UnreadableFieldException fault)
        {
            throw FunctionErrorException.UnreadableEvent(fault.Message);
        }
    }

    private static RotationStep ParseStep(string text) => text switch
    {
        "createSecret" => RotationStep.CreateSecret,
        "setSecret" => RotationStep.SetSecret,
        "testSecret" => RotationStep.TestSecret,
        "finishSecret" => RotationStep.FinishSecret,
        _ => throw new UnreadableFieldException("'Step' is none of createSecret, setSecret, testSecret and finishSecret"),
    };
}
