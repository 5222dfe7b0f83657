/** The exit codes that `build.sh --help` tells of. */
export const exit = { failed: 1, usage: 2, missing: 3 };

/** Ends the build: with a message for a person, and an exit code. */
export class Failure extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
