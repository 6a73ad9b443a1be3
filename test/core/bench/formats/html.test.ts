import { describe, expect, it } from 'vitest';
import { html } from '../../../../src/core/bench/formats/html.ts';
import { finding, hostileReport, item, report } from './report.ts';

describe('html', () => {
  const page = html(report());

  it('tells the host, the engine, the score and each finding', () => {
    for (const text of ['ship', 'docker 20.10.24', '<b>-1</b> score', 'Of 3 checks that count, 1 passed and 2 failed.'])
      expect(page).toContain(text);
    expect(page.match(/class="state"/g)).toHaveLength(8);
    expect(page).toContain('<code>web</code> adds SYS_ADMIN');
    expect(page).toContain('<dt>CapAdd of web</dt><dd><code>[&quot;SYS_ADMIN&quot;]</code></dd>');
  });

  it('opens the failures, but for minor ones', () => {
    expect(page.match(/<details class="fail" open>/g)).toHaveLength(2);
    expect(html(report([finding({ severity: 'low' })]))).toContain('<details class="fail"><summary>');
  });

  it('says a state by a word, not by colour alone', () =>
    expect(page).toContain('<b aria-hidden="true">✗</b> FAIL</span>'));

  it('says how to mend what did not pass', () => {
    expect(page.match(/How to mend/g)).toHaveLength(6);
    expect(page).toContain('waived until 2030-01-31: batch job');
  });

  it('hides no item, however many', () => {
    const items = Array.from({ length: 47 }, (_, i) => item({ name: `web${i}.` }));
    const long = html(report([finding({ items })]));
    expect(long).toContain('and 37 more');
    expect(long).toContain('web46.');
  });

  it('links sections only to what is there', () => {
    const targets = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(targets).toEqual(['s1', 's5', 's6']);
    for (const id of targets) expect(page).toContain(`<h2 id="${id}">`);
  });

  it('lists what could not be judged, was left out, or changed', () => {
    const comparison = {
      since: '2026-11-01T00:00:00Z',
      appeared: [],
      fixed: [{ check: '2.2', item: '', detail: 'icc' }],
      unchanged: 3,
    };
    const compared = html(report(undefined, { comparison }));
    for (const text of [
      '1.1.3: auditctl needs root',
      'container spc-tool-0123456789ab: a tool of spc',
      '4.1 old*: gone',
      'fixed: 2.2: icc',
    ])
      expect(compared).toContain(`<li>${text}</li>`);
  });

  it('needs nothing from outside and runs nothing', () =>
    expect(page).not.toMatch(/<script|<link|<img|src=|href="(?!#)|@import|url\(|\son\w+=/));

  it('is the same by day and by night: no colour is set without its counterpart', () => {
    const [day = '', night = ''] = page.match(/:root \{[^}]*\}/g) ?? [];
    const names = (text: string) => [...text.matchAll(/--(\w+):/g)].map(([, name]) => name);
    expect(names(day).length).toBeGreaterThan(8);
    expect(names(night)).toEqual(names(day));
  });

  it('lets no text be markup', () => {
    const hostile = html(hostileReport());
    expect(hostile).not.toContain('<script');
    expect(hostile).toContain('&lt;script&gt;');
  });
});
