// What a template says, in the language of Terraform.
import { re2Patterns } from "./patterns.mjs";

const banner = "# Generated from the launch template: node packaging/terraform.mjs --write\n";

/** `WorkloadSecurityApiKey` is called `workload_security_api_key`. */
export const snakeCase = (name) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();

/** One variable for each parameter, in the order of the console's page. */
export function variablesFile(template) {
  const blocks = parameterNames(template).map((name) => variable(name, template));
  return [banner, ...blocks].join("\n");
}

/**
 * The values that the stack gets, and the names of all parameters. CloudFormation shows the value of a NoEcho parameter as
 * ****, which Terraform takes for a change in each plan, so such a parameter is passed only if it is not empty.
 */
export function parametersFile(template) {
  const names = parameterNames(template);
  const isSecret = (name) => template.Parameters[name].NoEcho;
  const plain = names.filter((name) => !isSecret(name));
  const width = Math.max(...plain.map((name) => name.length));
  const lines = plain.map((name) => `      ${name.padEnd(width)} = ${value(name, template.Parameters[name])}\n`);
  const secrets = names.filter(isSecret).map((name) => {
    const self = `var.${snakeCase(name)}`;
    return `    nonsensitive(${self} == "") ? {} : { ${name} = ${self} },\n`;
  });
  const listed = names.map((name) => `    ${quoted(name)},\n`);
  return `${banner}
locals {
  parameters = merge(
    {
${lines.join("")}    },
${secrets.join("")}  )

  parameter_names = [
${listed.join("")}  ]
}
`;
}

/** A stack has no outputs after an import or a failed creation. */
export function outputsFile(template) {
  const blocks = Object.entries(template.Outputs).map(([name, { Description }]) =>
    block("output", snakeCase(name), [
      ["description", quoted(Description)],
      ["value", `lookup(aws_cloudformation_stack.this.outputs, ${quoted(name)}, null)`],
    ]),
  );
  return [banner, ...blocks].join("\n");
}

function variable(name, template) {
  const parameter = template.Parameters[name];
  const label = template.Metadata["AWS::CloudFormation::Interface"].ParameterLabels[name]?.default;
  const lines = [
    ["description", quoted([label, parameter.Description].filter(Boolean).join(". "))],
    ["type", isNumber(parameter) ? "number" : "string"],
    ...(parameter.Default === undefined ? [] : [["default", literal(parameter, parameter.Default)]]),
    ["nullable", "false"],
    ...(parameter.NoEcho ? [["sensitive", "true"]] : []),
  ];
  const validations = conditions(snakeCase(name), parameter).map((condition) => {
    const message = parameter.ConstraintDescription ?? `The value of ${name} is not allowed.`;
    return `\n  validation {\n    condition     = ${condition}\n    error_message = ${quoted(message)}\n  }\n`;
  });
  return block("variable", snakeCase(name), lines, validations.join(""));
}

function conditions(name, parameter) {
  const { AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue } = parameter;
  const { all, none } = AllowedPattern ? re2Patterns(AllowedPattern) : { all: [], none: [] };
  const self = `var.${name}`;
  return [
    AllowedValues && `contains([${AllowedValues.map((allowed) => literal(parameter, allowed)).join(", ")}], ${self})`,
    MinLength !== undefined && `length(${self}) >= ${MinLength}`,
    MaxLength !== undefined && `length(${self}) <= ${MaxLength}`,
    MinValue !== undefined && `${self} >= ${MinValue}`,
    MaxValue !== undefined && `${self} <= ${MaxValue}`,
    ...all.map((pattern) => `can(regex(${quoted(pattern)}, ${self}))`),
    ...none.map((pattern) => `!can(regex(${quoted(pattern)}, ${self}))`),
  ].filter(Boolean);
}

function parameterNames({ Parameters, Metadata }) {
  const grouped = Metadata["AWS::CloudFormation::Interface"].ParameterGroups.flatMap((group) => group.Parameters);
  return [...new Set([...grouped, ...Object.keys(Parameters)])];
}

/** Attributes with their equals signs in one column, as `terraform fmt` writes them. */
function block(kind, name, attributes, rest = "") {
  const width = Math.max(...attributes.map(([attribute]) => attribute.length));
  const lines = attributes.map(([attribute, text]) => `  ${attribute.padEnd(width)} = ${text}\n`);
  return `${kind} "${name}" {\n${lines.join("")}${rest}}\n`;
}

const isNumber = ({ Type }) => Type === "Number";
const literal = (parameter, text) => (isNumber(parameter) ? String(Number(text)) : quoted(text));

// A parameter of CloudFormation is a text, also if it is a number.
const value = (name, parameter) => {
  const self = `var.${snakeCase(name)}`;
  return isNumber(parameter) ? `tostring(${self})` : self;
};

function quoted(text) {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("${", "$${")
    .replaceAll("%{", "%%{");
  return `"${escaped}"`;
}
