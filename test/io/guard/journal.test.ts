import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Entry, inOrder, parseJournal } from '../../../src/io/guard/entry.ts';
import { Journal, leave, take } from '../../../src/io/guard/journal.ts';
import { hasEnded, journalName, type Owner, ownerOf, self } from '../../../src/io/guard/owner.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spc-journal-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const file = (path: string): Entry => ({ kind: 'file', path });
const process_ = (pid: number): Entry => ({ kind: 'process', pid, startTime: 7 });

describe('a journal', () => {
  it('tells what is still to be undone, oldest first', () => {
    const journal = new Journal(directory);
    const first = journal.add(file('/a'));
    journal.add(process_(4));
    journal.add(file('/b'));
    journal.undone(first);
    expect(parseJournal(readFileSync(journal.path, 'utf8'))).toEqual([process_(4), file('/b')]);
    expect(journal.open.map(([, entry]) => entry)).toEqual([process_(4), file('/b')]);
  });

  it('can be read by its owner alone', () => {
    const journal = new Journal(directory);
    journal.add(file('/a'));
    expect(statSync(journal.path).mode & 0o777).toBe(0o600);
  });

  it('is there only while there is something to undo', () => {
    const journal = new Journal(directory);
    expect(readdirSync(directory)).toEqual([]);
    const id = journal.add(file('/a'));
    expect(readdirSync(directory)).toEqual([basename(journal.path)]);
    journal.undone(id);
    expect(readdirSync(directory)).toEqual([]);
    journal.add(file('/b'));
    expect(parseJournal(readFileSync(journal.path, 'utf8'))).toEqual([file('/b')]);
  });

  it('is read as far as it was written, line by line', () => {
    const journal = new Journal(directory);
    journal.add(file('/a'));
    const text = readFileSync(journal.path, 'utf8');
    for (let end = 0; end < text.length; end++) expect(parseJournal(text.slice(0, end))).toEqual([]);
    expect(parseJournal(`${text.slice(0, -3)}${text}`)).toEqual([file('/a')]);
  });
});

describe('the order of undoing', () => {
  it('ends what uses the others first, and of a kind takes the youngest first', () => {
    const container: Entry = { kind: 'container', engine: 'docker', program: '/usr/bin/docker', name: 'x', env: {} };
    const cpus: Entry = { kind: 'affinity', pid: 3, startTime: 1, cpus: '0-1' };
    const mount: Entry = { kind: 'mount', path: '/m' };
    const all = [file('/d'), file('/d/f'), mount, cpus, container, process_(1), { kind: 'marked', mark: 'm' } as const];
    expect(inOrder(all).map((entry) => ('path' in entry ? entry.path : entry.kind))).toEqual([
      'process',
      'marked',
      'container',
      'affinity',
      '/m',
      '/d/f',
      '/d',
    ]);
  });
});

describe('a journal whose owner has ended', () => {
  const dead = (): Owner => ({ ...self(), pid: 2 ** 22 + 1 });
  const write = (owner: Owner, entries: Entry[]) => {
    const name = journalName(owner);
    writeFileSync(join(directory, name), entries.map((entry, id) => `\n${JSON.stringify({ id, entry })}`).join(''));
    return name;
  };

  it('is known by its name', () => {
    expect(ownerOf(journalName(dead()))).toEqual(dead());
    expect(ownerOf('notes.txt')).toBeUndefined();
  });

  it('is one whose process is gone, or is another by now', () => {
    expect(hasEnded(dead(), self())).toBe(true);
    expect(hasEnded({ ...self(), startTime: self().startTime - 1 }, self())).toBe(true);
    expect(hasEnded(self(), self())).toBe(false);
  });

  it('is not one of another pid namespace, where the number means another process', () => {
    expect(hasEnded({ ...dead(), pidns: 1 }, self())).toBe(false);
  });

  it('is taken by just one', () => {
    const name = write(dead(), [file('/a')]);
    expect(take(directory, name)?.entries).toEqual([file('/a')]);
    expect(take(directory, name)).toBeUndefined();
    expect(readdirSync(directory).map((each) => ownerOf(each)?.pid)).toEqual([process.pid]);
  });

  it('of an earlier boot tells only of what outlasts one', () => {
    const name = write({ ...dead(), boot: '0'.repeat(32) }, [file('/a'), process_(5)]);
    expect(take(directory, name)?.entries).toEqual([file('/a')]);
  });

  it('keeps what could not be undone', () => {
    const taken = take(directory, write(dead(), [file('/a'), file('/b')]));
    leave(taken?.path ?? '', [file('/b')]);
    expect(parseJournal(readFileSync(taken?.path ?? '', 'utf8'))).toEqual([file('/b')]);
    leave(taken?.path ?? '', []);
    expect(readdirSync(directory)).toEqual([]);
  });
});
