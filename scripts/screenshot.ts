/**
 * Makes docs/spc-run.svg and docs/spc-run.cast from a real run: spc traces a container's process, which runs on.
 * `node scripts/screenshot.ts`; needs root, docker, tmux, script(1), the images of test/lab/up, and a build.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toCast } from './screenshot/cast.ts';
import { readScreen } from './screenshot/sgr.ts';
import { toSvg } from './screenshot/svg.ts';
import { openTerminal, run, type Terminal } from './screenshot/terminal.ts';

const root = join(import.meta.dirname, '..');
const SIZE = { columns: 100, rows: 34 };
const TITLE = 'spc run: the privileges an image asks for, then strace on a process of a running container';
const SERVICE = 'while :; do echo "GET /cart 200"; sleep 1; done';

/** The tests' toolbox, and not one that spc built: for its own, spc asks nothing. */
const IMAGE = 'localhost/spc-tools';

// The audit log's folder must be root's alone, up to /
const folder = mkdtempSync('/var/lib/spc-screenshot-');
const terminal = openTerminal(folder, SIZE, {
  PATH: `${root}/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
  HOME: '/root',
  LANG: 'C.UTF-8',
  PS1: '# ',
  SPC_AUDIT_LOG: join(folder, 'audit.jsonl'),
});
run(['docker', 'run', '-d', '--name', 'shop', 'localhost/spc-bb', 'sh', '-c', SERVICE]);
try {
  await play(terminal);
  writeFileSync(join(root, 'docs/spc-run.svg'), toSvg(readScreen(terminal.screen()), SIZE.columns, TITLE));
  const { output, timing } = terminal.recording();
  writeFileSync(join(root, 'docs/spc-run.cast'), toCast(output, timing, SIZE, TITLE));
} finally {
  terminal.close();
  run(['docker', 'rm', '-f', 'shop']);
  rmSync(folder, { recursive: true });
}

async function play({ type, press, shows }: Terminal): Promise<void> {
  await shows(/^#$/m);
  await type("PID=$(docker inspect -f '{{.State.Pid}}' shop)");
  await shows(/shop\)\n#$/m);
  await type(`spc run ${IMAGE} strace -e write -e signal=none -p $PID`);
  await shows(/\[y\/N\]/);
  await type('y');
  await shows(/(write\(1.*\n){4}/);
  press('C-c');
  await shows(/detached\n#$/m);
  await type("docker ps --filter name=shop --format 'table {{.Names}}\\t{{.Image}}\\t{{.Status}}'");
  await shows(/^shop .*\n#$/m);
}
