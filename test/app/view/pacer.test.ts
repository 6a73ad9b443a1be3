import { expect, test } from 'vitest';
import { Pacer } from '../../../src/app/view/pacer.ts';
import { ViewLab } from './lab.ts';

function paced(isMoving: () => boolean = () => false) {
  const lab = new ViewLab();
  const sent: number[] = [];
  const pacer = new Pacer(lab.io, { send: () => sent.push(lab.time), isMoving });
  return { lab, sent, pacer };
}

test('at once, then no more often than every 100 ms', () => {
  const { lab, sent, pacer } = paced();
  for (let ms = 0; ms < 950; ms++) {
    pacer.changed();
    lab.pass(1);
  }
  expect(sent).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
});

test('with nothing new nothing is sent, and nothing waits', () => {
  const { lab, sent, pacer } = paced();
  pacer.changed();
  lab.pass(10_000);
  expect(sent).toEqual([0]);
  expect(lab.timers).toEqual([]);
});

test('once a second while rates move on', () => {
  const { lab, sent, pacer } = paced(() => lab.time < 2500);
  pacer.changed();
  lab.pass(1500);
  pacer.changed();
  lab.pass(10_000);
  expect(sent).toEqual([0, 1000, 1500, 2500]);
});

test('who has not read the last one gets none, and the newest when it has', () => {
  const { lab, sent, pacer } = paced();
  lab.isRead = false;
  pacer.changed();
  lab.pass(5000);
  pacer.changed();
  expect(sent).toEqual([]);
  lab.isRead = true;
  lab.pass(1000);
  expect(sent).toEqual([5100]);
});

test('stopped, it sends no more', () => {
  const { lab, sent, pacer } = paced();
  pacer.changed();
  pacer.stop();
  pacer.changed();
  lab.pass(1000);
  expect(sent).toEqual([]);
});
