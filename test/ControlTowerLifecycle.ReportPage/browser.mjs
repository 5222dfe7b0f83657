// Debian's Chromium, driven by playwright-core. Without it a test is skipped; with LIFECYCLE_REQUIRE_TOOLS it fails.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const places = process.env.CHROMIUM ? [process.env.CHROMIUM]
  : ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executable = places.find((path) => existsSync(path));

/** Without --disable-background-networking and the like, Chromium calls hosts of its maker. */
const flags = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Why the tests cannot run here, or false. */
export const missing = findMissing();

function findMissing() {
  const reason = !executable ? `There is no Chromium at ${places[0]}: apt-get install chromium, or set CHROMIUM to its path.`
    : !existsSync(new URL("node_modules/playwright-core", import.meta.url)) ? "Run npm ci in test/ControlTowerLifecycle.ReportPage." : false;
  if (reason && process.env.LIFECYCLE_REQUIRE_TOOLS) throw new Error(reason);
  return reason;
}

export const sizes = { desktop: { width: 1440, height: 900 }, tablet: { width: 768, height: 1024 }, phone: { width: 360, height: 740 } };

/** A browser with an empty profile, and pages in it. Close it. */
export async function openBrowser() {
  const { chromium } = await import("playwright-core");
  const folder = mkdtempSync(join(tmpdir(), "report-page-"));
  const context = await chromium.launchPersistentContext(join(folder, "profile"), { executablePath: executable, args: flags });
  let files = 0;
  return {
    /** A new page at an address, with the requests that it made and the errors that it wrote. */
    async openAddress(address, { size = "desktop", scheme = "light" } = {}) {
      const page = await context.newPage();
      const seen = { requests: [], errors: [] };
      page.on("request", (request) => seen.requests.push(request.url()));
      page.on("pageerror", (error) => seen.errors.push(String(error)));
      page.on("console", (message) => { if (message.type() === "error") seen.errors.push(message.text()); });
      page.on("dialog", (dialog) => { seen.errors.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await page.setViewportSize(sizes[size]);
      await page.goto(address);
      return { page, seen };
    },

    /** A new page with a document, opened as a file. */
    openDocument(html, options) {
      const file = join(folder, `${files++}.html`);
      writeFileSync(file, html);
      return this.openAddress(pathToFileURL(file).href, options);
    },

    async close() {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A server on loopback. The handler returns [status, content type, body]. */
export async function serve(handler) {
  const server = createServer((request, response) => {
    const [status, type, body] = handler(request.url);
    response.writeHead(status, { "content-type": type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }),
  };
}
