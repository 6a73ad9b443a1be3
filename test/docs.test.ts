/** What the documents say about the program, held against the program. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../src/core/errors.ts';

const documents = ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', ...globSync('docs/*.md')];

describe('documents', () => {
  it('list every exit code with its status and meaning', () => {
    const text = readFileSync('docs/exit-codes.md', 'utf8').replaceAll(/ +/g, ' ');
    const rows = Object.entries(EXIT).map(([code, { status, means }]) => `| ${status} | ${code} | ${means} |`);
    expect(
      text
        .split('\n')
        .filter((line) => /^\| \d/.test(line))
        .sort(),
    ).toEqual(rows.sort());
  });

  it('every exit status is of one code only', () => {
    const statuses = Object.values(EXIT).map(({ status }) => status);
    expect(new Set(statuses).size).toBe(statuses.length);
  });

  it.each(documents)('%s links only to what exists', (path) => {
    const links = [...readFileSync(path, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link);
    const files = new Set(globSync(['*', 'docs/*', 'src/**', 'test/**', 'tools-image/*', 'label-recipes/*']));
    expect(links.filter((link) => !files.has(join(dirname(path), link)))).toEqual([]);
  });

  it('ARCHITECTURE.md names only files and folders that are there', () => {
    const names = [
      ...readFileSync('ARCHITECTURE.md', 'utf8').matchAll(/`((?:core|io|app|cli|ui|engines)\/[\w./-]+)`/g),
    ];
    const known = new Set(globSync('src/**').map((path) => path.replace(/^src\//, '')));
    const missing = names
      .map(([, name = '']) => name.replace(/\/$/, ''))
      .filter((name) => !known.has(name) && !name.endsWith('/x.ts'));
    expect(missing).toEqual([]);
  });
});
