// The play of the sandbox and its live page. As a command, it makes the picture at the top of README:
// dotnet build && node test/ControlTowerLifecycle.ReportPage/play.mjs docs/images/play.png
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { missing as missingBrowser, openBrowser } from "./browser.mjs";

const assembly = fileURLToPath(
  new URL("../../src/ControlTowerLifecycle.Sandbox/bin/Debug/net10.0/ControlTowerLifecycle.Sandbox.dll", import.meta.url));
const notBuilt = !existsSync(assembly) && "The sandbox is not built: dotnet build.";
if (notBuilt && process.env.LIFECYCLE_REQUIRE_TOOLS) throw new Error(notBuilt);

/** Why a play cannot be watched here, or false. */
export const missing = missingBrowser || notBuilt;

/** The process of a play, and the address in its first line. */
export async function startPlay() {
  const play = spawn("dotnet", [assembly, "--keep"], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: play.stdout });
  const [first] = await new Promise((resolve) => lines.once("line", (line) => resolve([line])));
  return { play, address: /^Live in a browser: (http:\/\/127\.0\.0\.1:\d+\/)$/.exec(first)[1] };
}

/** Writes the picture of the act "trouble": all three new accounts are retried, the others are protected. */
export async function takePicture(page, path) {
  await page.locator("#answer", { hasText: /^No\. 3 of 16 accounts are not\.$/ }).waitFor({ timeout: 120_000 });
  await page.locator(".cell.retrying").nth(2).waitFor({ state: "attached", timeout: 60_000 });
  await page.setViewportSize({ width: 900, height: 900 });
  await page.locator("#picture").screenshot({ path });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (missing || process.argv.length !== 3) {
    console.error(missing || "Usage: node play.mjs OUT.png");
    process.exit(2);
  }
  const browser = await openBrowser();
  const { play, address } = await startPlay();
  try {
    const { page } = await browser.openAddress(address);
    await takePicture(page, process.argv[2]);
  } finally {
    play.kill("SIGTERM");
    await browser.close();
  }
}
