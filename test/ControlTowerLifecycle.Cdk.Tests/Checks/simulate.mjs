// Asks IAM Simulate, which others wrote, how AWS would decide: node simulate.mjs < [simulation, ...]
// Prints one word a simulation: Allowed, ExplicitlyDenied, ImplicitlyDenied, or error with its reason.
import { readFileSync } from 'node:fs';
import { runSimulation } from '@cloud-copilot/iam-simulate';

const everything = (name) => ({
  orgIdentifier: 'r-ab12',
  policies: [{ name, policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
});

for (const asked of JSON.parse(readFileSync(0, 'utf8'))) {
  const answer = await runSimulation({
    identityPolicies: [],
    resourceControlPolicies: [],
    serviceControlPolicies: [everything('FullAWSAccess')],
    ...asked,
  }, {});
  console.log(answer.resultType === 'error' ? `error ${JSON.stringify(answer.errors)}` : answer.overallResult);
}
