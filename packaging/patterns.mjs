// AllowedPattern of a template is a regular expression of Java. JavaScript and Terraform (RE2) know less.

const lookahead = /^\(\?[=!]/;

/** The same pattern for JavaScript. It matches the whole text, as CloudFormation does. */
export const javascriptPattern = (pattern) => new RegExp(`^(?:${withoutCaseGroups(pattern)})$`);

/** Old versions of JavaScript have no (?i:…). */
export function withoutCaseGroups(pattern) {
  let result = pattern;
  for (let at; (at = result.indexOf("(?i:")) >= 0; ) {
    const end = closing(result, at);
    const inner = result.slice(at + "(?i:".length, end);
    if (/[[\\]/.test(inner)) throw new Error(`(?i:…) is converted only for plain text: ${pattern}`);
    const letters = inner.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
    result = `${result.slice(0, at)}(?:${letters})${result.slice(end + 1)}`;
  }
  return result;
}

/**
 * The same pattern for RE2, which has no lookahead: patterns that a text must match, and patterns that it must not
 * match. Only a lookahead at the start of the text can be taken out, also if it is inside a group.
 */
export function re2Patterns(pattern) {
  const all = [];
  const none = [];
  let at = pattern.startsWith("^") ? 1 : 0;
  let body = pattern;
  for (;;) {
    const rest = body.slice(at);
    if (lookahead.test(rest)) {
      const end = closing(body, at);
      const inner = body.slice(at + 3, end);
      if (rest[2] === "=") all.push(`^(${inner})`);
      else none.push(`^(${inner})`);
      body = body.slice(0, at) + body.slice(end + 1);
    } else if (/^\((?!\?)/.test(rest)) at++;
    else break;
  }
  if (/\(\?<?[=!]/.test(body)) throw new Error(`RE2 has no lookaround, and this pattern has one inside: ${pattern}`);
  return { all: [...all, body], none };
}

/** Where the group ends that starts at `start`. */
function closing(text, start) {
  let depth = 0;
  let inClass = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (inClass) inClass = character !== "]";
    else if (character === "[") inClass = true;
    else if (character === "(") depth++;
    else if (character === ")" && --depth === 0) return at;
  }
  throw new Error(`a group does not end: ${text}`);
}
