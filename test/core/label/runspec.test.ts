import { describe, expect, it } from 'vitest';
import { SpcError } from '../../../src/core/errors.ts';
import { expandLabel } from '../../../src/core/label/expand.ts';
import * as runspec from '../../../src/core/label/runspec.ts';
import type { RunSpec } from '../../../src/core/types.ts';
import { LABEL_CASES, VARIABLES } from './fixtures.ts';

const { parseRunCommand, isRun, renderRun } = runspec;

function parse(text: string): RunSpec {
  const spec = parseRunCommand(text.split(' '));
  if (!isRun(spec)) throw new Error('no run command');
  return spec;
}

const options = (text: string) => parse(`docker run ${text} img`).options.map(({ name, value }) => [name, value]);

describe('parseRunCommand', () => {
  it('keeps every part', () => {
    expect(parse('/usr/bin/docker -H tcp://x --debug run -it --net host -v /:/host img sh -c --rm --')).toEqual({
      program: '/usr/bin/docker',
      globals: ['-H', 'tcp://x', '--debug'],
      options: [
        { name: 'interactive', value: 'true', words: ['-it'] },
        { name: 'tty', value: 'true', words: ['-it'] },
        { name: 'network', value: 'host', words: ['--net', 'host'] },
        { name: 'volume', value: '/:/host', words: ['-v', '/:/host'] },
      ],
      image: 'img',
      command: ['sh', '-c', '--rm', '--'],
    });
  });

  it.each([
    ['--privileged', [['privileged', 'true']]],
    ['--privileged=true', [['privileged', 'true']]],
    [
      '--privileged=1 --rm=t --tty=F',
      [
        ['privileged', 'true'],
        ['rm', 'true'],
        ['tty', 'false'],
      ],
    ],
    ['--rm=false', [['rm', 'false']]],
    ['-v/:/host', [['volume', '/:/host']]],
    ['-v=/:/host', [['volume', '/:/host']]],
    ['-v=', [['volume', '=']]],
    [
      '-itv /:/h',
      [
        ['interactive', 'true'],
        ['tty', 'true'],
        ['volume', '/:/h'],
      ],
    ],
    [
      '-itv/:/h',
      [
        ['interactive', 'true'],
        ['tty', 'true'],
        ['volume', '/:/h'],
      ],
    ],
    [
      '-ti=false',
      [
        ['tty', 'true'],
        ['interactive', 'false'],
      ],
    ],
    ['--net host', [['network', 'host']]],
    ['--network=host', [['network', 'host']]],
    ['--cap-add=all', [['cap-add', 'all']]],
    ['--mount type=bind,src=/,dst=/h', [['mount', 'type=bind,src=/,dst=/h']]],
    ['--name --privileged', [['name', '--privileged']]],
    ['--env A=b=c', [['env', 'A=b=c']]],
    ['--env=', [['env', '']]],
    [
      '--dns-opt x --net-alias y --healthcheck-command z',
      [
        ['dns-option', 'x'],
        ['network-alias', 'y'],
        ['health-cmd', 'z'],
      ],
    ],
    [
      '-P -p 80',
      [
        ['publish-all', 'true'],
        ['publish', '80'],
      ],
    ],
  ])('reads %s as pflag does', (text, expected) => {
    expect(options(text)).toEqual(expected);
  });

  it('ends the options at -- and at the first operand', () => {
    expect(parse('podman run --rm -- img --privileged')).toMatchObject({ image: 'img', command: ['--privileged'] });
  });

  it.each([
    ['docker container run img', { image: 'img' }],
    ['docker stop -t 1 a', { verb: 'stop', args: ['-t', '1', 'a'], globals: [] }],
    ['docker container kill a', { verb: 'kill', args: ['a'] }],
    ['docker create --rm img', { verb: 'create', args: ['--rm', 'img'] }],
    ['podman --log-level=debug rm -f x', { verb: 'rm', globals: ['--log-level=debug'] }],
    ['docker --config -- rmi x', { verb: 'rmi', globals: ['--config', '--'] }],
    ['docker -- rmi x', { verb: 'rmi', globals: [] }],
    ['docker container', { verb: 'container', args: [] }],
    ['podman image rm run', { verb: 'image', args: ['rm', 'run'] }],
  ])('finds the verb of %s', (text, expected) => {
    expect(parseRunCommand(text.split(' '))).toMatchObject(expected);
  });

  it.each([
    ['docker run -d --net=host', 'the label names no image'],
    ['docker run', 'the label names no image'],
    ['docker run --rm --', 'the label names no image'],
    ['docker run -- --privileged', '--privileged stands where the image should'],
    ['docker run --priveleged x', 'no engine has the option --priveleged: did you mean --privileged?'],
    [
      'docker run -security-opt label=disable x',
      'no engine has the option -security-opt: did you mean --security-opt?',
    ],
    ['docker run -n NAME x', 'no engine has the option -n'],
    ['docker run -i= x', 'no engine has the option -='],
    ['docker run ---rm x', 'no engine has the option ---rm: did you mean --rm?'],
    ['docker run --=x y', 'no engine has the option --'],
    ['docker run --__proto__ x', 'no engine has the option --__proto__'],
    ['docker run --constructor x', 'no engine has the option --constructor'],
    ['docker run --rm --name', 'the option --name has no value: the label ends there'],
    ['docker run -itv', 'the option -v has no value: the label ends there'],
    ['docker run --rm=yes x', '--rm is true or false, not "yes"'],
    ['docker', 'the label names no command for docker to run'],
    ['docker --bogus run x', 'no engine has the option --bogus'],
  ])('refuses %s', (text, message) => {
    expect(() => parseRunCommand(text.split(' '))).toThrow(expect.objectContaining({ code: 'label-syntax', message }));
  });

  it('refuses an empty image and an empty argv', () => {
    expect(() => parseRunCommand(['docker', 'run', ''])).toThrow('the label names no image');
    expect(() => parseRunCommand([])).toThrow('the label is empty');
  });
});

describe('renderRun', () => {
  it('writes values so that none can be an option', () => {
    expect(renderRun(parse('docker --debug run -it --rm=0 --name --privileged -v/:/h img a -b'))).toEqual([
      '--debug',
      'run',
      '--interactive',
      '--tty',
      '--rm=false',
      '--name=--privileged',
      '--volume=/:/h',
      'img',
      'a',
      '-b',
    ]);
  });

  const meaning = ({ options: written, ...spec }: RunSpec) => ({
    ...spec,
    options: written.map(({ name, value }) => [name, value]),
  });

  it('reads back as what it was, for every label of the field', () => {
    const specs = LABEL_CASES.flatMap(({ value }) => {
      try {
        const spec = parseRunCommand(expandLabel('spc', value, VARIABLES, ['-x', '--rm', '--', '']).argv ?? []);
        return isRun(spec) ? [spec] : [];
      } catch (error) {
        expect(error).toBeInstanceOf(SpcError);
        return [];
      }
    });
    expect(specs.length).toBe(84);
    for (const spec of specs) {
      const again = parseRunCommand([spec.program, ...renderRun(spec)]);
      expect(isRun(again) && meaning(again)).toEqual(meaning(spec));
    }
  });
});

describe('helpers', () => {
  const spec = parse('docker run -v a --rm -v b --name x --rm=false img');

  it('look options up', () => {
    expect(runspec.optionValues(spec, 'volume')).toEqual(['a', 'b']);
    expect(runspec.lastValue(spec, 'name')).toBe('x');
    expect(runspec.lastValue(spec, 'network')).toBeUndefined();
    expect(runspec.isOn(spec, 'rm')).toBe(false);
    expect(runspec.isOn(parse('docker run --rm img'), 'rm')).toBe(true);
  });

  const rendered = (changed: RunSpec) => renderRun(changed).slice(1, -1).join(' ');

  it('change a copy', () => {
    const before = structuredClone(spec);
    expect(rendered(runspec.withOption(spec, 'volume', 'c'))).toBe('--volume=c --rm --name=x --rm=false');
    expect(rendered(runspec.withOption(spec, 'network', 'host'))).toMatch(/ --rm=false --network=host$/);
    expect(rendered(runspec.addOption(spec, 'tty', 'true'))).toMatch(/ --tty$/);
    expect(rendered(runspec.withoutOption(spec, 'rm'))).toBe('--volume=a --volume=b --name=x');
    expect(runspec.addOption(spec, 'tty', 'false').options.at(-1)).toEqual({
      name: 'tty',
      value: 'false',
      words: ['--tty=false'],
    });
    expect(spec).toEqual(before);
  });
});
