// Evaluates policies with IAM Simulate, an independent simulator of AWS: node simulate.mjs < [simulation, ...]
// Prints one word for each simulation: Allowed, ExplicitlyDenied, ImplicitlyDenied, or error with its reason.
import { readFileSync } from 'node:fs';
import { runSimulation } from '@cloud-copilot/iam-simulate';

const everything = (name) => ({
  orgIdentifier: 'r-ab12',
  policies: [{ name, policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
});

for (const simulation of JSON.parse(readFileSync(0, 'utf8'))) {
  const result = await runSimulation({
    identityPolicies: [],
    resourceControlPolicies: [],
    serviceControlPolicies: [everything('FullAWSAccess')],
    ...simulation,
  }, {});
  console.log(result.resultType === 'error' ? `error ${JSON.stringify(result.errors)}` : result.overallResult);
}
