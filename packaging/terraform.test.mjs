// The Terraform modules are held to the launch templates. ./build.sh --template must have run before.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "@cdktf/hcl2json";
import { faultsOf } from "./parameters.mjs";
import { withoutCaseGroups } from "./patterns.mjs";
import { root } from "./run.mjs";
import { modules, outdated, readTemplate } from "./terraform.mjs";
import { samples } from "./testing/samples.mjs";

const snake = (name) => name.split(/(?=[A-Z])/).join("_").toLowerCase();
const value = (parameter, text) => (parameter.Type === "Number" ? Number(text) : text);

for (const module of modules) {
  const template = readTemplate(module);
  const parameters = Object.entries(template.Parameters);
  const hcl = await readModule(module.folder);
  const about = (text) => `${basename(module.folder)}: ${text}`;

  test(about("Every parameter is a variable"), () => {
    const own = ["release_folder", "stack_name", "tags", "template_url"];
    assert.deepEqual(
      Object.keys(hcl.variable).sort(),
      [...parameters.map(([name]) => snake(name)), ...own].sort(),
    );
  });

  test(about("Every variable has the default, the description and the secrecy of its parameter"), () => {
    for (const [name, parameter] of parameters) {
      const [variable] = hcl.variable[snake(name)];
      const expected = parameter.Default === undefined ? undefined : value(parameter, parameter.Default);
      assert.equal(variable.default, expected, name);
      assert.equal(variable.nullable, false, name);
      assert.equal(variable.sensitive ?? false, parameter.NoEcho ?? false, name);
      assert.ok(variable.description.endsWith(parameter.Description), name);
      for (const { error_message } of variable.validation ?? [])
        assert.equal(error_message, parameter.ConstraintDescription, name);
    }
  });

  test(about("Every variable accepts and refuses what its parameter does"), () => {
    for (const [name, parameter] of parameters)
      for (const text of samples(parameter))
        assert.equal(
          accepts(hcl.variable[snake(name)][0], value(parameter, text)),
          faultsOf(template, { [name]: text }).length === 0,
          `${name} = '${text}'`,
        );
  });

  test(about("The stack gets every parameter, and a secret only if it is not empty"), () => {
    const expected = parameters.map(([name, { Type, NoEcho }]) => {
      const variable = `var.${snake(name)}`;
      if (NoEcho) return `nonsensitive(${variable} == "") ? {} : { ${name} = ${variable} },`;
      return `${name} = ${Type === "Number" ? `tostring(${variable})` : variable}`;
    });
    const lines = readFileSync(join(root, module.folder, "parameters.tf"), "utf8")
      .split("\n")
      .map((line) => line.trim().replace(/ +/g, " "))
      .filter((line) => line.includes("var."));
    assert.deepEqual(lines.sort(), expected.sort());
    assert.equal(hcl.resource.aws_cloudformation_stack.this[0].parameters, "${local.parameters}");
  });

  test(about("Every output of the template is an output"), () => {
    const expected = Object.entries(template.Outputs ?? {}).map(([name, output]) => {
      const read = `\${lookup(aws_cloudformation_stack.this.outputs, "${name}", null)}`;
      return [snake(name), [{ description: output.Description, value: read }]];
    });
    assert.deepEqual(hcl.output ?? {}, Object.fromEntries(expected));
  });

  test(about("The file names are those of a release"), () => {
    const [{ template_file }] = hcl.locals.filter((local) => local.template_file);
    assert.ok(template_file.endsWith(`/${module.template}`));
    assert.match(JSON.stringify(template.Resources), /"AWS::IAM::Role"/);
    assert.doesNotMatch(JSON.stringify(template.Resources), /"RoleName"/, "CAPABILITY_IAM is not enough");
  });
}

test("The generated files are those of the templates", () =>
  assert.deepEqual(
    outdated().map(({ path }) => path),
    [],
    "run node packaging/terraform.mjs --write",
  ));

/** All files of a module, as one. */
async function readModule(folder) {
  const merged = { locals: [] };
  for (const name of readdirSync(join(root, folder)).filter((file) => file.endsWith(".tf"))) {
    const { locals = [], ...rest } = await parse(name, readFileSync(join(root, folder, name), "utf8"));
    merged.locals.push(...locals);
    for (const [kind, blocks] of Object.entries(rest)) merged[kind] = { ...merged[kind], ...blocks };
  }
  return merged;
}

/** Evaluates the few forms of conditions that the modules have. */
function accepts({ validation = [] }, actual) {
  return validation.every(({ condition }) => {
    const [, length] = /^\$\{length\(var\.\w+\) <= (\d+)\}$/.exec(condition) ?? [];
    if (length) return actual.length <= Number(length);
    const [, list] = /^\$\{contains\((\[.*\]), var\.\w+\)\}$/.exec(condition) ?? [];
    if (list) return JSON.parse(list).includes(actual);
    const [, not, literal] = /^\$\{(!?)can\(regex\((".*"), var\.\w+\)\)\}$/.exec(condition) ?? [];
    assert.ok(literal, `an unknown form of condition: ${condition}`);
    const pattern = JSON.parse(literal.replaceAll("$${", "${").replaceAll("%%{", "%{"));
    assert.doesNotMatch(pattern, /\(\?<?[=!]/, "RE2 has no lookaround");
    return new RegExp(withoutCaseGroups(pattern)).test(actual) !== (not === "!");
  });
}
