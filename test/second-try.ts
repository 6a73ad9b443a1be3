/** Names the tests that passed only when they were tried again: no failure of the whole, and never silent. */
import type { Reporter, TestCase } from 'vitest/node';

export default class SecondTry implements Reporter {
  readonly #names: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#names.push(`${test.module.relativeModuleId} > ${test.fullName}`);
  }

  onTestRunEnd(): void {
    if (this.#names.length > 0)
      process.stdout.write(`\npassed only at the second try:\n${this.#names.map((name) => `  ${name}\n`).join('')}`);
  }
}
