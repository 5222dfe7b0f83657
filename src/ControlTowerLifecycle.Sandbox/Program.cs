using ControlTowerLifecycle.Sandbox.Play;

return await SandboxCommand.Create().Parse(args).InvokeAsync();
