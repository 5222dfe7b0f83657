/** The exit codes, as `--help` of each command describes them. */
export const exit = { failed: 1, usage: 2, missing: 3, retry: 4 };

/** Ends a command: with a message for the operator, and an exit code. */
export class Failure extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
