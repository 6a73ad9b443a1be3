/** The small parts a session is drawn of. */
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { niceAbove } from '../../../../src/ui/tui/charts/canvas.ts';
import { sparkline } from '../../../../src/ui/tui/charts/spark.ts';
import { compact } from '../../../../src/ui/tui/number.ts';
import { paint } from '../../../../src/ui/tui/paint.ts';
import { rule } from '../../../../src/ui/tui/rule.ts';
import { chop, shifted } from '../../../../src/ui/tui/views/session/chop.ts';
import { saveRequest } from '../../../../src/ui/tui/views/session/requests.ts';
import { elapsed, parseMoment, rowTime } from '../../../../src/ui/tui/views/session/times.ts';
import { LOOK } from '../world.ts';
import { header, numbered, rowsOf, Session } from './world.ts';

const at = { header: header({ began: '1795348799500000000' }) };

describe('times', () => {
  it.each([
    ['+90', 90e9],
    ['+1.5', 1.5e9],
    ['12:00:00', 0.5e9],
    ['12:34', 34 * 60e9 + 0.5e9],
    ['12:00:01.25', 1.75e9],
    // before it began: of the day after
    ['11:00', 23 * 3600e9 + 0.5e9],
    // the second in which it began
    ['11:59:59', -0.5e9],
  ])('%s is a moment', (text, expected) => expect(parseMoment(at, text)).toBe(expected));

  it.each(['', '12', '25:00', '12:60', '12:00:60', '+', '-5', '+1h', 'x'])('%s is none', (text) =>
    expect(parseMoment(at, text)).toBeUndefined(),
  );

  it('are of the clock, or since the beginning', () => {
    expect(rowTime({ ...at, times: 'clock' }, 1.5e9)).toBe('12:00:01.000');
    expect(rowTime({ ...at, times: 'relative' }, 1.5e9)).toBe('       1.500');
    expect(elapsed(3723e9)).toBe('1:02:03');
  });
});

describe('text', () => {
  it('is chopped, and nothing is lost', () => {
    expect(chop('abcdefgh', 3, 9)).toEqual(['abc', 'def', 'gh']);
    expect(chop('', 3, 9)).toEqual(['']);
    for (const part of chop('漢字漢a字', 3, 9)) expect(stringWidth(part)).toBeLessThanOrEqual(3);
    expect(chop('漢字漢a字', 3, 9).join('')).toBe('漢字漢a字');
    expect(chop('abcdefgh', 3, 2)).toEqual(['abc', 'de…']);
  });

  it('is shifted by cells', () => {
    expect(shifted('abcdef', 2)).toBe('cdef');
    expect(shifted('漢字abc', 2)).toBe('字abc');
    expect(shifted('漢', 8)).toBe('');
  });

  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1.0k'],
    [12_345, '12.3k'],
    [99_960, '100k'],
    [999_600, '1.0M'],
    [4e9, '4.0G'],
  ])('%d is %s', (value, text) => expect(compact(value)).toBe(text));

  it('has bars, a cell each', () => {
    expect(sparkline([0, 1, 4, 8], { unicode: true })).toBe(' ▂▅█');
    expect(sparkline([8, 0], { unicode: false })).toBe('@ ');
  });

  it.each([
    [0, 4],
    [4, 4],
    [5, 8],
    [21, 40],
    [401, 800],
    [70_000, 80_000],
  ])('%d fits below %d', (value, above) => expect(niceAbove(value)).toBe(above));

  it('is painted by sequences that Ink knows', () => {
    expect(paint({ ...LOOK, colors: 'dark' }, 'alarm', 'x')).toBe('\x1b[1m\x1b[37m\x1b[41mx\x1b[22m\x1b[39m\x1b[49m');
    expect(paint(LOOK, 'text', 'x')).toBe('x');
  });

  it('is left out of a line by what it is worth', () => {
    const line = (width: number) =>
      rule(
        LOOK,
        {
          left: [
            { text: 'name', role: 'text', keep: 9 },
            { text: ' rate', role: 'text', keep: 5 },
          ],
          right: [{ text: ' LOST', role: 'text', keep: 8 }],
          fill: '-',
          role: 'text',
        },
        width,
      );
    expect(line(18)).toBe('name rate---- LOST');
    expect(line(12)).toBe('name--- LOST');
    expect(line(6)).toBe('name--');
    expect(line(3)).toBe('na…');
  });
});

describe('a request to save', () => {
  const session = () => new Session({ strace: { rows: rowsOf(numbered('strace', 100)) } });

  it('is of the selection, else of all rows that are shown', () => {
    expect(saveRequest(session().session, '')).toEqual({ pane: 'strace', filter: '', from: 0, to: 99 });
    const selected = session().press('k', 'V', 'k', 'k').session;
    expect(saveRequest(selected, 'x')).toEqual({ pane: 'strace', filter: '', from: 96, to: 98, path: 'x' });
  });
});
