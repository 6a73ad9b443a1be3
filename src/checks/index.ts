/** Every check, in the benchmark's order. Conditions follow the CIS Docker Benchmark 1.6.0; all words are our own. */
import { compareIds } from '../core/bench/order.ts';
import type { Check } from '../core/bench/types.ts';
import { AUDIT } from './audit.ts';
import { COMMUNITY } from './community.ts';
import { CONTAINERS_CONFINEMENT } from './containers-confinement.ts';
import { CONTAINERS_HOST } from './containers-host.ts';
import { CONTAINERS_NAMESPACES } from './containers-namespaces.ts';
import { CONTAINERS_NETWORK } from './containers-network.ts';
import { CONTAINERS_RESOURCES } from './containers-resources.ts';
import { CONTAINERS_RUNNING } from './containers-running.ts';
import { DAEMON_CONFINEMENT } from './daemon-confinement.ts';
import { DAEMON_LOGGING } from './daemon-logging.ts';
import { DAEMON_NETWORK } from './daemon-network.ts';
import { FILES } from './files.ts';
import { HOST } from './host.ts';
import { IMAGES } from './images.ts';
import { IMAGES_HUMAN } from './images-human.ts';
import { OPERATIONS } from './operations.ts';
import { SWARM } from './swarm.ts';

export const CHECKS: readonly Check[] = [
  ...HOST,
  ...AUDIT,
  ...DAEMON_CONFINEMENT,
  ...DAEMON_LOGGING,
  ...DAEMON_NETWORK,
  ...FILES,
  ...IMAGES,
  ...IMAGES_HUMAN,
  ...CONTAINERS_CONFINEMENT,
  ...CONTAINERS_HOST,
  ...CONTAINERS_NAMESPACES,
  ...CONTAINERS_NETWORK,
  ...CONTAINERS_RESOURCES,
  ...CONTAINERS_RUNNING,
  ...OPERATIONS,
  ...SWARM,
  ...COMMUNITY,
].sort((a, b) => compareIds(a.id, b.id));
