// The page of the real sandbox: accounts turn green while the play onboards them.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openBrowser } from "./browser.mjs";
import { missing, startPlay, takePicture } from "./play.mjs";

const skip = missing;

test("The first line of the play is the address of a page on which accounts turn green", { skip }, async () => {
  const browser = await openBrowser();
  const { play, address } = await startPlay();
  const folder = mkdtempSync(join(tmpdir(), "report-page-"));
  try {
    const { page, seen } = await browser.openAddress(address);
    await page.locator('.cell.protected[data-account^="7"]').first().waitFor({ state: "attached", timeout: 120_000 });

    // The picture of README can still be made.
    const picture = join(folder, "play.png");
    await takePicture(page, picture);
    const sizeOf = (path) => [16, 20].map((offset) => readFileSync(path).readUInt32BE(offset));
    assert.deepEqual(sizeOf(picture), sizeOf(new URL("../../docs/images/play.png", import.meta.url)));

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
    rmSync(folder, { recursive: true });
  }
});
