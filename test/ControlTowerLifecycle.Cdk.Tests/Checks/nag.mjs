// Runs cdk-nag's AwsSolutions checks over synthesized templates: node nag.mjs TEMPLATE...
// Prints findings that accepted.json does not accept, and accepted findings that no longer exist. Prints nothing if all is well.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { App, Aspects, BootstraplessSynthesizer, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks } from 'cdk-nag';

const accepted = JSON.parse(readFileSync(new URL('accepted.json', import.meta.url), 'utf8'));
const used = new Set();
const found = [];

class Findings {
  onNonCompliance({ ruleId, findingId, resource, ruleInfo }) {
    const finding = findingId ? `${ruleId}[${findingId}]` : ruleId;
    const where = resource.node.path.split('/').at(-1);
    const index = accepted.findIndex((one) => one.finding === finding && one.in.includes(where));
    if (index >= 0) used.add(`${index} ${where}`);
    else found.push(`${where}: ${finding}: ${ruleInfo}`);
  }
  onError({ ruleId, resource, errorMessage }) {
    found.push(`${resource.node.path}: ${ruleId} could not be checked: ${errorMessage}`);
  }
  onCompliance() {}
  onSuppressed() {}
  onNotApplicable() {}
}

// The checks do not read Fn::If in policies, so every condition is true here, which grants most.
const conditionsTrue = (node) =>
  Array.isArray(node) ? node.map(conditionsTrue)
  : node === null || typeof node !== 'object' ? node
  : 'Fn::If' in node && typeof node['Fn::If'][1] === 'object' && 'PolicyName' in node['Fn::If'][1] ? conditionsTrue(node['Fn::If'][1])
  : Object.fromEntries(Object.entries(node).map(([name, value]) => [name, conditionsTrue(value)]));

const folder = mkdtempSync(`${tmpdir()}/nag-`);
try {
  const app = new App({ outdir: `${folder}/out`, analyticsReporting: false });
  for (const file of process.argv.slice(2)) {
    const templateFile = `${folder}/${basename(file)}`;
    writeFileSync(templateFile, JSON.stringify(conditionsTrue(JSON.parse(readFileSync(file, 'utf8')))));
    const stack = new Stack(app, basename(file).split('.')[0], { synthesizer: new BootstraplessSynthesizer() });
    new CfnInclude(stack, 'Template', { templateFile });
  }
  Aspects.of(app).add(new AwsSolutionsChecks({ reports: false, additionalLoggers: [new Findings()] }));
  app.synth();
} finally {
  rmSync(folder, { recursive: true });
}

for (const line of found) console.log(line);
accepted.forEach((one, index) => {
  for (const where of one.in) if (!used.has(`${index} ${where}`)) console.log(`${where}: ${one.finding} is accepted but no longer found`);
  if (!(one.why?.length > 20)) console.log(`${one.finding} is accepted without a reason`);
});
