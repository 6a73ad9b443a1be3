import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setAlarm } from '../../../src/app/session/alarm.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const HOUR = 3_600_000;

it.each([1, HOUR, 1000 * HOUR, 10_000 * HOUR])('an alarm rings after %d ms, once', (ms) => {
  const ring = vi.fn();
  setAlarm(ms, ring);
  vi.advanceTimersByTime(ms - 1);
  expect(ring).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(ring).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(ms * 2);
  expect(ring).toHaveBeenCalledOnce();
});

it('an alarm can be forgotten, also when it was armed again', () => {
  const ring = vi.fn();
  const forget = setAlarm(1000 * HOUR, ring);
  vi.advanceTimersByTime(900 * HOUR);
  forget();
  vi.advanceTimersByTime(900 * HOUR);
  expect(ring).not.toHaveBeenCalled();
});
