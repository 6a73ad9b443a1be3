import { describe, expect, it } from 'vitest';
import { Choice } from '../../../src/app/syscalls/choice.ts';
import { type ErrorCode, SpcError } from '../../../src/core/errors.ts';
import type { TimingTracer } from '../../../src/core/syscalls/tracers.ts';
import type { Timer } from '../../../src/io/timing/types.ts';
import type { RunningTracer, TraceSetting } from '../../../src/io/tracing/types.ts';

const setting = { pidsOf: () => [1], ending: new AbortController().signal } as unknown as TraceSetting;
let underWay = 0;
const looks = { underWay: () => ++underWay, filterOf: () => 'its pid namespace' };

const running = {
  info: { tracer: 'stap', tool: '/x', version: '1', from: 'host', argv: [], cost: '' },
  stop: async () => {},
  ended: Promise.resolve({ reason: 'stopped', status: 0 }),
} as RunningTracer;

function candidate(tracer: TimingTracer, fails?: ErrorCode) {
  const timer = {
    tracer,
    exact: true,
    start: async () => {
      if (fails) throw new SpcError(fails, `${tracer} cannot`, 'a reason', 'a hint');
      return running;
    },
  } as unknown as Timer;
  return { tracer, make: () => timer };
}

describe('Choice', () => {
  it('takes the first that starts, and says why not those before', async () => {
    const choice = new Choice([candidate('bpftrace', 'no-tool'), candidate('stap'), candidate('strace')], looks);
    await choice.start(setting);
    expect(choice.tracer).toBe('stap');
    expect(choice.why).toBe('the cheapest that is exact here; not bpftrace: bpftrace cannot, a reason');
    expect(choice.filter).toBe('its pid namespace');
  });

  it('says that one was asked for', async () => {
    const choice = new Choice([candidate('strace')], looks);
    await choice.start(setting);
    expect(choice.why).toBe('asked for');
  });

  it('counts what is under way at the beginning and, once, before the end', async () => {
    underWay = 0;
    const choice = new Choice([candidate('strace')], looks);
    const { stop } = await choice.start(setting);
    expect(choice.inFlight).toEqual({ atStart: 1, atEnd: null });
    await stop();
    await stop(0);
    expect(choice.inFlight).toEqual({ atStart: 1, atEnd: 2 });
  });

  it('gives up at once where no other would do better', async () => {
    const choice = new Choice([candidate('bpftrace', 'target-gone'), candidate('stap')], looks);
    await expect(choice.start(setting)).rejects.toMatchObject({ code: 'target-gone' });
  });

  it('names what is wrong with each when none starts, and sends to the doctor', async () => {
    const choice = new Choice([candidate('bpftrace', 'no-root'), candidate('strace', 'no-tool')], looks);
    await expect(choice.start(setting)).rejects.toMatchObject({
      code: 'no-root',
      why: 'bpftrace: bpftrace cannot, a reason; strace: strace cannot, a reason',
      hint: expect.stringContaining('spc doctor'),
    });
  });

  it("keeps the one tracer's own words", async () => {
    const choice = new Choice([candidate('perf', 'no-tool')], looks);
    await expect(choice.start(setting)).rejects.toMatchObject({ code: 'no-tool', hint: 'a hint' });
  });
});
