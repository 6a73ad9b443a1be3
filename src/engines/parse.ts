/** Reading an engine's JSON: every field may be absent, of another type, or hostile. */
import { SpcError } from '../core/errors.ts';
import type { Container, Image, ListedImage } from '../core/types.ts';

type Json = Record<string, unknown>;

/** The first object of `inspect`'s array. Throws `system` when the answer is no JSON. */
export function firstObject(stdout: string, program: string): Json {
  return allObjects(stdout, program)[0] ?? {};
}

/** All of them. Throws `system` when the answer is no JSON. */
export function allObjects(stdout: string, program: string): Json[] {
  try {
    const value: unknown = JSON.parse(stdout);
    return (Array.isArray(value) ? value : [value]).map(object);
  } catch (cause) {
    throw new SpcError(
      'system',
      `${program} answered with something that is not JSON`,
      '',
      `is ${program} the real one?`,
      {
        cause,
      },
    );
  }
}

/** `image inspect` of docker, podman and nerdctl: the same shape but for the prefix of Id. */
export function imageOf(json: Json, program: string): Image {
  const config = object(json['Config']);
  const image: Image = {
    id: digest(json['Id'], program),
    tags: strings(json['RepoTags']),
    repoDigests: strings(json['RepoDigests']).filter((name) => /^[a-z0-9][^\s@]*@sha256:[0-9a-f]{64}$/.test(name)),
    labels: stringMap(config['Labels']),
    cmd: strings(config['Cmd']),
    entrypoint: strings(config['Entrypoint']),
    env: strings(config['Env']),
    user: string(config['User']),
    workdir: string(config['WorkingDir']),
  };
  if (typeof json['Architecture'] === 'string') image.architecture = json['Architecture'];
  if (typeof json['Created'] === 'string') image.created = json['Created'];
  if (typeof json['Size'] === 'number') image.size = json['Size'];
  return image;
}

/** One of `image inspect`, or of podman's `image ls`, which has names and labels elsewhere. */
export function listedImage(json: Json, program: string): ListedImage {
  const config = object(json['Config']);
  const created = typeof json['CreatedAt'] === 'string' ? json['CreatedAt'] : json['Created'];
  return {
    id: digest(json['Id'], program),
    tags: strings(json['RepoTags'] ?? json['Names']),
    labels: stringMap(config['Labels'] ?? json['Labels']),
    ...(typeof created === 'string' && { created }),
    ...(typeof json['Size'] === 'number' && { size: json['Size'] }),
  };
}

/** An id a line, each once: an image of several names is listed for each. */
export function imageIds(stdout: string, program: string): string[] {
  const lines = stdout.split('\n').filter((line) => line !== '');
  return [...new Set(lines.map((line) => digest(line, program)))];
}

/** `container inspect` of docker, podman and nerdctl. */
export function containerOf(json: Json, program: string): Container {
  const config = object(json['Config']);
  const state = object(json['State']);
  return {
    id: matching(/^[0-9a-f]{64}$/, json['Id'], program),
    name: matching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/, string(json['Name']).replace(/^\//, ''), program),
    imageId: digest(json['Image'], program),
    imageRef: string(json['ImageName']) || string(config['Image']),
    running: state['Running'] === true,
    pid: typeof state['Pid'] === 'number' ? state['Pid'] : 0,
    interactive: config['OpenStdin'] === true && config['Tty'] === true,
    labels: stringMap(config['Labels']),
    cmd: strings(config['Cmd']),
  };
}

/** podman writes ids without the algorithm. */
function digest(value: unknown, program: string): string {
  const id = matching(/^(sha256:)?[0-9a-f]{64}$/, value, program);
  return id.startsWith('sha256:') ? id : `sha256:${id}`;
}

/** What goes back into a command line must be what it should be: a false server could answer with an option. */
function matching(pattern: RegExp, value: unknown, program: string): string {
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw new SpcError(
    'system',
    `${program} answered with an id or name that is none`,
    '',
    `is ${program}, or its server, the real one?`,
  );
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

const string = (value: unknown) => (typeof value === 'string' ? value : '');

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Own properties only, made by definition and not by assignment: a key `__proto__` stays a key. */
function stringMap(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(object(value)).map(([key, item]) => [key, string(item)]));
}
