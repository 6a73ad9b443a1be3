/** Engines, and the image that tools come from. */
import type { Ability, Finding } from '../diagnosis.ts';
import type { CliEngine, Evidence } from '../evidence.ts';
import { capability, firstUserNamespace } from '../findings.ts';

const REFUSED = {
  docker: "run spc as root, or join the group of docker's socket, which is as good as root",
  podman: 'run spc as root, or with a home directory of your own',
  nerdctl: 'run spc as root',
} as const satisfies Record<CliEngine, string>;

/** An engine that is asked through its CLI. */
export const engine = (name: CliEngine): Ability => ({
  group: 'engines',
  about: `runs images and tools with ${name}`,
  look: (evidence) => answer(evidence, name),
  needs: ({ self, engines }) => {
    if (engines[name].state === 'missing') return [{ kind: 'host', text: `install ${name}` }];
    if (engines[name].state === 'refused' && self.uid !== 0) return [{ kind: 'host', text: REFUSED[name] }];
    if (self.contained && name === 'docker') return [{ kind: 'mount', path: '/run/docker.sock', writable: true }];
    return [{ kind: 'host', text: `start ${name}, or see what '${name} info' says` }];
  },
});

/** spc's own needs nobody. */
export const builtin: Ability = {
  group: 'engines',
  about: 'runs images with no engine installed',
  look: (evidence) => [
    ...asRoot(evidence),
    ...capability(evidence, 'SYS_ADMIN', 'denied', 'nothing can be mounted'),
    ...firstUserNamespace(evidence, 'limited'),
  ],
  needs: () => [{ kind: 'capability', name: 'SYS_ADMIN' }],
};

export const toolsImage: Ability = {
  group: 'engines',
  about: 'the image of tools, for what the host has not',
  look: ({ toolsImage }) => {
    if (!toolsImage) return [{ state: 'unknown', text: 'no engine answers that could have it' }];
    const { reference, engines, unproven } = toolsImage;
    if (engines.length === 0 && unproven.length > 0)
      return [{ state: 'denied', text: `${reference} (${unproven.join(', ')}) was not built here` }];
    if (engines.length === 0) return [{ state: 'missing', text: `there is no ${reference} here` }];
    return [{ state: 'works', text: `${reference} (${engines.join(', ')})` }];
  },
  needs: () => [{ kind: 'host', text: 'spc tools build' }],
};

function asRoot({ self }: Evidence): Finding[] {
  return self.uid === 0 ? [] : [{ state: 'denied', text: `it mounts file systems as root; this is user ${self.uid}` }];
}

function answer({ engines }: Evidence, name: CliEngine): Finding[] {
  const found = engines[name];
  if (found.state === 'missing') return [{ state: 'missing', text: `there is no ${name} here` }];
  if (found.state === 'refused') return [{ state: 'denied', text: found.why }];
  if (found.state === 'slow') return [{ state: 'unknown', text: found.why }];
  if (found.state === 'silent') return [{ state: 'denied', text: `${name} does not answer: ${found.why}` }];
  const how = [found.rootless ? 'rootless' : '', found.server, found.runtime].filter((text) => text !== '');
  return [{ state: 'works', text: [found.version, ...how].join(', ') }];
}
