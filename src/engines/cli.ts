/** The phrase book docker wrote and podman and nerdctl learnt; what differs is data. */
import { SpcError } from '../core/errors.ts';
import { renderRun } from '../core/label/runspec.ts';
import { lastLine } from '../core/text.ts';
import type { Answer, Image, Invocation } from '../core/types.ts';
import type { Engine } from './engine.ts';
import { allObjects, containerOf, firstObject, imageIds, imageOf, listedImage } from './parse.ts';

export interface Differences {
  name: Engine['name'];
  pin(image: Image): string;
  /** How the engine says that it has no such image or container. */
  unknown: RegExp;
  /** How its CLI says that its server does not answer. */
  down: RegExp;
  /** What to try when it does not. */
  downHint: string;
  /** Its list of images has their labels; others' has only ids that can be relied on. */
  listsLabels: boolean;
}

/** Makes an engine's phrase book from its differences. */
export function cliEngine({ name, pin, unknown, down, downHint, listsLabels }: Differences): Engine {
  const say = (...args: string[]): Invocation => ({ file: name, args });

  const parse = <T>(answer: Answer, read: (json: Record<string, unknown>, program: string) => T): T | undefined => {
    if (answer.status === 0) return read(firstObject(answer.stdout, name), name);
    if (unknown.test(answer.stderr)) return undefined;
    throw failure(answer);
  };

  const failure = ({ stderr, status }: Answer): SpcError => {
    const why = lastLine(stderr) || `${name} ended with status ${status}`;
    if (/permission denied|must be root|operation not permitted/i.test(stderr))
      return new SpcError(
        'no-root',
        `${name} refused this user`,
        why,
        'run spc as root, or join the group of the socket',
      );
    if (down.test(stderr)) return new SpcError('engine-down', `${name} does not answer`, why, downHint);
    return new SpcError('system', `${name} failed`, why, `run '${name} info' by hand`);
  };

  return {
    name,
    program: name,
    failure,
    inspectImage: (reference) => say('image', 'inspect', '--', reference),
    parseImage: (answer) => parse(answer, imageOf),
    listImages: () => say('image', 'ls', ...(listsLabels ? ['--format', 'json'] : ['-q', '--no-trunc'])),
    parseImages: (answer) => {
      // of several that were asked for, one that is gone by now spoils the status, not the answer
      if (answer.status !== 0 && !unknown.test(answer.stderr)) throw failure(answer);
      return isJson(answer.stdout)
        ? { images: allObjects(answer.stdout, name).map((json) => listedImage(json, name)), ids: [] }
        : { images: [], ids: imageIds(answer.stdout, name) };
    },
    inspectImages: (ids) => say('image', 'inspect', '--', ...ids),
    inspectContainer: (container) => say('container', 'inspect', '--', container),
    parseContainer: (answer) => parse(answer, containerOf),
    pin,
    run: (spec) => say(...renderRun(spec)),
    verb: ({ globals, verb, args }) => say(...globals, verb, ...args),
    exec: (container, command, { interactive, tty }) =>
      say('exec', ...flag('-i', interactive), ...flag('-t', tty), container, ...command),
    start: (container, { attach }) => say('start', ...(attach ? ['-a', '-i'] : []), container),
    stop: (container) => say('stop', container),
    remove: (container) => say('rm', '-f', container),
    pull: (reference) => say('pull', '-q', reference),
    create: (image) => say('create', '--network=none', image, '/'),
    copyOut: (container, path) => say('cp', `${container}:${path}`, '-'),
    load: (archive) => say('load', '-i', archive),
  };
}

const isJson = (text: string) => /^\s*\[/.test(text);

const flag = (name: string, on: boolean) => (on ? [name] : []);
