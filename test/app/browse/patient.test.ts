import { describe, expect, it } from 'vitest';
import { Patient } from '../../../src/app/browse/patient.ts';
import { SpcError } from '../../../src/core/errors.ts';

/** Answers when it is told to; time passes when it is told to, and waiting ends at once. */
function lab() {
  let now = 0;
  const asked: PromiseWithResolvers<string>[] = [];
  const question = () => {
    const answer = Promise.withResolvers<string>();
    asked.push(answer);
    return answer.promise;
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const patience = { name: 'docker', freshMs: 5000, waitMs: 10, now: () => now, pause: settled };
  const pass = (ms: number) => {
    now += ms;
  };
  return { patient: new Patient(question, patience), asked, pass, settled };
}

describe('Patient', () => {
  it('gives what is answered in time, and asks no more until that is old', async () => {
    const { patient, asked, pass } = lab();
    const first = patient.ask();
    asked[0]?.resolve('a');
    expect(await first).toEqual({ value: 'a', gap: '' });
    pass(5000);
    expect(await patient.ask()).toEqual({ value: 'a', gap: '' });
    expect(asked).toHaveLength(1);
    pass(1);
    void patient.ask();
    expect(asked).toHaveLength(2);
  });

  it('does not wait for ever, asks once at a time, and has the answer when it came', async () => {
    const { patient, asked, settled } = lab();
    expect(await patient.ask()).toEqual({ value: undefined, gap: 'docker has not answered yet' });
    expect(await patient.ask()).toEqual({ value: undefined, gap: 'docker has not answered yet' });
    expect(asked).toHaveLength(1);
    asked[0]?.resolve('a');
    await settled();
    expect(await patient.ask()).toEqual({ value: 'a', gap: '' });
  });

  it('shows what it knew while it waits', async () => {
    const { patient, asked, pass } = lab();
    const first = patient.ask();
    asked[0]?.resolve('a');
    await first;
    pass(6000);
    expect(await patient.ask()).toEqual({ value: 'a', gap: 'docker has not answered yet' });
  });

  it.each([
    [new SpcError('engine-down', 'docker does not answer', 'no socket'), 'docker does not answer: no socket'],
    [new SpcError('engine-down', 'cannot start docker', '', '', { cause: { code: 'ENOENT' } }), ''],
    [new Error('odd'), 'Error: odd'],
  ])('a failure is a gap: %s', async (error, gap) => {
    const { patient, asked } = lab();
    const first = patient.ask();
    asked[0]?.reject(error);
    expect(await first).toEqual({ value: undefined, gap });
  });
});
