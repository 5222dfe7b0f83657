namespace ControlTowerLifecycle.Tests.Fakes;

/// <summary>A call of a fake that the test did not set up.</summary>
internal sealed class UnexpectedCallException(string call) : Exception($"The test did not expect: {call}");
