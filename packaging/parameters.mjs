// The values of a template's parameters, judged as CloudFormation judges them.
import { javascriptPattern } from "./patterns.mjs";

/** One sentence for each value that CloudFormation would refuse. A value of a NoEcho parameter is never shown. */
export function faultsOf(template, values) {
  const { Parameters: parameters } = template;
  return Object.entries(values)
    .map(([name, value]) => {
      if (!Object.hasOwn(parameters, name)) return unknown(name, Object.keys(parameters));
      const parameter = parameters[name];
      const fault = faultOf(parameter, value);
      const shown = parameter.NoEcho ? "" : ` '${value}'`;
      return fault && `${name}${shown}: ${fault}. ${parameter.ConstraintDescription ?? ""}`.trim();
    })
    .filter(Boolean);
}

/** The parameters that have neither a value nor a default. */
export const missingIn = (template, values) =>
  Object.entries(template.Parameters)
    .filter(([name, parameter]) => parameter.Default === undefined && values[name] === undefined)
    .map(([name]) => name);

/** The descriptions of the rules that the values break in that region. */
export function brokenRules(template, values, region) {
  const defaults = Object.entries(template.Parameters).map(([name, parameter]) => [name, parameter.Default]);
  const all = { ...Object.fromEntries(defaults), ...values, "AWS::Region": region };
  return Object.values(template.Rules ?? {})
    .filter((rule) => rule.RuleCondition === undefined || evaluate(rule.RuleCondition, all))
    .flatMap((rule) => rule.Assertions)
    .filter((assertion) => !evaluate(assertion.Assert, all))
    .map((assertion) => assertion.AssertDescription);
}

function faultOf(parameter, value) {
  const { Type, AllowedValues, AllowedPattern, MinLength, MaxLength } = parameter;
  if (typeof value !== "string") return "the value must be a text";
  if (Type === "Number" && (value.trim() === "" || Number.isNaN(Number(value)))) return "the value is not a number";
  if (AllowedValues && !AllowedValues.map(String).includes(value)) return "the value is not allowed";
  if (MinLength !== undefined && value.length < MinLength) return `the value has less than ${MinLength} characters`;
  if (MaxLength !== undefined && value.length > MaxLength) return `the value has more than ${MaxLength} characters`;
  if (AllowedPattern && !javascriptPattern(AllowedPattern).test(value)) return "the value does not match the pattern";
}

function unknown(name, names) {
  const same = names.find((other) => other.toLowerCase() === name.toLowerCase());
  return `${name}: the template has no such parameter${same ? `; it has ${same}` : ""}.`;
}

const functions = {
  Ref: (name, values) => values[name],
  "Fn::Equals": ([left, right], values) => evaluate(left, values) === evaluate(right, values),
  "Fn::Not": ([condition], values) => !evaluate(condition, values),
  "Fn::And": (conditions, values) => conditions.every((condition) => evaluate(condition, values)),
  "Fn::Or": (conditions, values) => conditions.some((condition) => evaluate(condition, values)),
  "Fn::Contains": ([list, item], values) => list.includes(evaluate(item, values)),
};

function evaluate(expression, values) {
  if (typeof expression !== "object") return expression;
  const [[name, argument]] = Object.entries(expression);
  if (!functions[name]) throw new Error(`a rule uses ${name}, which is not evaluated here`);
  return functions[name](argument, values);
}
