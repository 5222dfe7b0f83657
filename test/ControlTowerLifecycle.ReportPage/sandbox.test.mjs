// The page of the real sandbox: accounts turn green while the play onboards them.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { missing, openBrowser } from "./browser.mjs";

const assembly = fileURLToPath(
  new URL("../../src/ControlTowerLifecycle.Sandbox/bin/Debug/net10.0/ControlTowerLifecycle.Sandbox.dll", import.meta.url));
const isBuilt = existsSync(assembly);
if (!isBuilt && process.env.LIFECYCLE_REQUIRE_TOOLS) throw new Error(`${assembly} is not built: dotnet build.`);

const skip = missing || (!isBuilt && "The sandbox is not built: dotnet build.");

test("The first line of the play is the address of a page on which accounts turn green", { skip }, async () => {
  const browser = await openBrowser();
  const play = spawn("dotnet", [assembly, "--keep"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const lines = createInterface({ input: play.stdout });
    const [first] = await new Promise((resolve) => lines.once("line", (line) => resolve([line])));
    const address = /^Live in a browser: (http:\/\/127\.0\.0\.1:\d+\/)$/.exec(first)[1];
    const { page, seen } = await browser.openAddress(address);
    await page.locator('.cell.protected[data-account^="7"]').first().waitFor({ state: "attached", timeout: 120_000 });
    await page.locator("#answer", { hasText: /^Yes\. All \d+ accounts are\.$/ }).waitFor({ timeout: 120_000 });
    assert.match(await page.locator("#freshness").textContent(), /^Live\./);
    assert.deepEqual(seen.errors, []);
    const closed = new Promise((resolve) => play.once("exit", resolve));
    play.kill("SIGTERM");
    await closed;
    await page.locator("#freshness.lost").waitFor();
  } finally {
    play.kill("SIGKILL");
    await browser.close();
  }
});
