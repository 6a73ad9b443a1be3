/** A shop of containers at work, for pictures: a web server, who asks it for pages, a database, a super-privileged one. */
import { run } from './terminal.ts';

const IMAGE = 'localhost/spc-bb';

/** Pages, one of them a cart; whatever else is asked for is not found. */
const SERVE =
  'mkdir -p /www/cart; echo "<h1>shop</h1>" >/www/index.html; i=0; ' +
  'while [ $i -lt 40 ]; do echo "cart $i" >/www/cart/$i; i=$((i+1)); done; exec httpd -f -vv -p 80 -h /www';

/** Three of them, each a page after the other; some are not there. */
const ASK =
  'for n in 1 2 3; do (i=$n; while :; do i=$((i+1)); wget -qO- http://$1/cart/$((i % 47)) >/dev/null 2>&1; sleep 0.$n; done) & done; wait';

/** Writes what it has, now and then. */
const STORE = 'while :; do date >>/data.wal; sync; sleep 1; done';

/** Starts them; returns what removes them. Throws when one does not start, as when a name is taken. */
export function openShop(): () => void {
  const removals: string[][] = [];
  const begin = (engine: string, name: string, options: string[], ...script: string[]) => {
    run([engine, 'run', '-d', '--name', name, ...options, IMAGE, 'sh', '-c', ...script]);
    removals.push([engine, 'rm', '-f', ...(engine === 'podman' ? ['-t', '0'] : []), name]);
  };
  const close = () => removals.splice(0).forEach((removal) => void run(removal));
  try {
    begin('docker', 'shop', ['--memory', '256m', '-p', '18080:80'], SERVE);
    const address = run(['docker', 'inspect', '-f', '{{.NetworkSettings.IPAddress}}', 'shop']).trim();
    begin('docker', 'customers', ['--init'], ASK, 'sh', address);
    begin('podman', 'db', ['--memory', '512m'], STORE);
    begin('docker', 'cache', ['--cpus', '0.5'], 'while :; do sleep 3; done');
    begin(
      'docker',
      'toolbox',
      ['--privileged', '--pid=host', '--net=host', '-v', '/:/host'],
      'while :; do sleep 60; done',
    );
    return close;
  } catch (error) {
    close();
    throw error;
  }
}
