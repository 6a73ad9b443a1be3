import { describe, expect, it } from 'vitest';
import { containerTrees, machineTree, processTree } from '../../../../src/core/namespaces/tree/build.ts';
import { treeData } from '../../../../src/core/namespaces/tree/data.ts';
import { ASCII, BOX, drawTrees } from '../../../../src/core/namespaces/tree/draw.ts';
import { sanitize } from '../../../../src/core/sanitize.ts';
import { container, discoveryOf, entry, HOST, tableOf } from '../tables.ts';

const INSIDE = { ...HOST, pid: 50, net: 40 };
const inside = (pid: number, ppid: number, inner: number) => entry(pid, ppid, { ns: INSIDE, nsPids: [pid, inner] });
const table = tableOf([
  entry(1, 0, { comm: 'init' }),
  entry(10, 1, { comm: 'shim' }),
  inside(11, 10, 1),
  inside(12, 11, 5),
  entry(15, 11, { ns: INSIDE, nsPids: [15, 6], state: 'Z', argv: [], comm: 'sh' }),
  entry(20, 1, { comm: 'conmon' }),
  inside(21, 20, 9),
]);
const web = container('web', [11, 12, 15, 21]);
const discovery = discoveryOf(web);
const chainOf = (length: number) => tableOf(Array.from({ length }, (_, index) => entry(index + 1, index)));

describe('drawTrees', () => {
  const trees = containerTrees(table, discovery, [web]);

  it('draws a container below what started it', () =>
    expect(drawTrees(trees, BOX)).toBe(
      [
        'web (docker, service) img',
        '└─ 1 init › 10 shim',
        '   ├─ 11 (1) +net +pid p11',
        '   │  ├─ 12 (5) p12',
        '   │  └─ 15 (6) [sh] <defunct>',
        '   └─ 21 (9) exec by 20 conmon +net +pid p21',
      ].join('\n'),
    ));

  it('says in which container another was started', () => {
    const nested = container('nested', [12], { engine: 'none', status: 'paused' });
    const [tree] = containerTrees(table, discoveryOf(container('web', [11]), nested), [nested]);
    expect(drawTrees(tree ? [tree] : [], BOX).split('\n')[0]).toBe('nested (none, service) in web paused img');
  });

  it('draws with ASCII', () => {
    const text = drawTrees(trees, ASCII);
    expect(text).toContain('\n`- 1 init > 10 shim\n   |- 11 (1)');
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it('names containers in the tree of the machine', () =>
    expect(drawTrees([machineTree(table, discovery, false)], BOX).split('\n')).toEqual([
      '1 p1',
      '├─ 10 p10',
      '│  └─ 11 (1) [web (docker, service)] +net +pid p11',
      '│     ├─ 12 (5) p12',
      '│     └─ 15 (6) [sh] <defunct>',
      '└─ 20 p20',
      '   └─ 21 (9) [web (docker, service)] exec +net +pid p21',
    ]));

  it('draws a process below its ancestors', () => {
    const tree = processTree(table, discovery, 12);
    expect(drawTrees(tree ? [tree] : [], BOX)).toBe('1 init › 10 shim › 11 p11\n└─ 12 (5) p12');
  });

  it('cuts lines at the width', () => {
    const lines = drawTrees(trees, BOX, 20).split('\n');
    expect(lines.map((line) => line.length)).toEqual([20, 19, 20, 19, 20, 20]);
    expect(lines[0]).toBe('web (docker, servic…');
    expect(drawTrees(trees, ASCII, 20)).toMatch(/^web \(docker, servic>\n/);
  });

  it('indents a deep chain only so far, and leaves out the middle of a long line of ancestors', () => {
    const lines = drawTrees([machineTree(chainOf(10_000), discoveryOf(), false)], BOX).split('\n');
    expect(lines).toHaveLength(10_000);
    expect(lines.at(-1)?.trim()).toBe('└─ (level 9999) 10000 p10000');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(110);
    const tree = processTree(chainOf(10_000), discoveryOf(), 10_000);
    expect(drawTrees(tree ? [tree] : [], BOX).split('\n')[0]).toBe(
      '1 p1 › …9993 more › 9995 p9995 › 9996 p9996 › 9997 p9997 › 9998 p9998 › 9999 p9999',
    );
  });

  it('lets nothing act on the terminal', () => {
    const evil = 'a\x1b]0;x\x07\n\u202e';
    const hostile = container(evil, [2], { image: evil, pid: 2 });
    const processes = [entry(1, 0, { comm: evil }), entry(2, 1, { argv: [evil, 'x'.repeat(1e6)] })];
    const text = drawTrees(containerTrees(tableOf(processes), discoveryOf(hostile), [hostile]), BOX);
    expect(text.split('\n')).toHaveLength(3);
    expect(sanitize(text, { multiline: true })).toBe(text);
    expect(text.length).toBeLessThan(6000);
  });
});

describe('treeData', () => {
  it('nests', () => {
    const [tree] = containerTrees(table, discovery, [web]);
    expect(tree && treeData(tree)).toMatchObject({
      container: { name: 'web', engine: 'docker', kind: 'service' },
      chain: [
        { pid: 1, command: 'p1' },
        { pid: 10, command: 'p10' },
      ],
      processes: [
        {
          pid: 11,
          ppid: 10,
          containerPid: 1,
          entry: 'main',
          differs: ['net', 'pid'],
          children: [
            { pid: 12, children: [] },
            { pid: 15, state: 'Z' },
          ],
        },
        { pid: 21, entry: 'exec', children: [] },
      ],
    });
  });

  it('has every process of a deep chain once, nested no deeper than readers of JSON go', () => {
    const text = JSON.stringify(treeData(machineTree(chainOf(10_000), discoveryOf(), false)));
    expect(text.match(/"pid":/g)).toHaveLength(10_000);
    let depth = 0;
    let deepest = 0;
    for (const [bracket] of text.matchAll(/[{[]|[}\]]/g)) {
      depth += /[{[]/.test(bracket) ? 1 : -1;
      deepest = Math.max(deepest, depth);
    }
    expect(deepest).toBeLessThan(256);
  });
});
