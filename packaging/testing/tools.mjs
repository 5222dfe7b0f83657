// What the tests start or need: a command, moto's S3, the built templates.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { eventsTemplate, mainTemplate } from "../publish/release.mjs";
import { artifacts } from "../run.mjs";

const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_EC2_METADATA_DISABLED: "true" };

/** Runs a script of this folder. Nothing from the machine's AWS configuration reaches it. */
export function command(script, args, environment = credentials) {
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  const env = { ...Object.fromEntries(clean), HOME: tmpdir(), AWS_CONFIG_FILE: "/none", AWS_SHARED_CREDENTIALS_FILE: "/none", ...environment };
  const child = spawn(process.execPath, [fileURLToPath(new URL(`../${script}`, import.meta.url)), ...args], { env });
  const result = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"]) child[stream].setEncoding("utf8").on("data", (text) => (result[stream] += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ ...result, status }));
  });
}

/** A folder that is removed after the test. */
export function temporaryFolder(context) {
  const folder = mkdtempSync(join(tmpdir(), "lifecycle-"));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A test that needs something outside this folder is skipped without it, and fails if LIFECYCLE_REQUIRE_TOOLS is set. */
export function require(context, isThere, howToGet) {
  if (isThere) return true;
  assert.ok(!process.env.LIFECYCLE_REQUIRE_TOOLS, howToGet);
  context.skip(howToGet);
  return false;
}

/** The endpoint of a new moto server, which ends with the test; undefined if the test is skipped. */
export async function startMoto(context) {
  const server = spawn("moto_server", ["-H", "127.0.0.1", "-p", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  const endpoint = await new Promise((resolve, reject) => {
    let output = "";
    server.on("error", (fault) => (fault.code === "ENOENT" ? resolve(undefined) : reject(fault)));
    server.on("close", () => reject(new Error(`moto_server ended: ${output}`)));
    server.stderr.setEncoding("utf8").on("data", (text) => {
      output += text;
      const [, address] = /Running on (http:\S+)/.exec(output) ?? [];
      if (address) resolve(address);
    });
  });
  if (!require(context, endpoint, 'moto_server is not on PATH; install it with: pip install "moto[server]"')) return;

  context.after(() => {
    const ended = new Promise((resolve) => server.removeAllListeners("close").on("close", resolve));
    server.kill();
    return ended;
  });
  return endpoint;
}

/** The two launch templates, as ./build.sh --template wrote them; undefined if the test is skipped. */
export function builtTemplates(context) {
  const paths = [mainTemplate, eventsTemplate].map((name) => join(artifacts, name));
  if (!require(context, paths.every(existsSync), "the launch templates are missing; run ./build.sh --template")) return;
  const [main, events] = paths.map((path) => JSON.parse(readFileSync(path, "utf8")));
  return { main, events };
}
