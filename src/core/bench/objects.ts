/** Images and networks as the rules see them. */
import type { Piece } from './evidence.ts';

export interface ImageEvidence {
  /** With `sha256:`. */
  id: string;
  tags: string[];
  digests: string[];
  labels: Record<string, string>;
  /** Why it is one of spc's own (its tools image); '' for all others. */
  own: string;
  /** Config.User. */
  user: string;
  healthcheck: boolean;
  env: string[];
  /** Oldest first, CreatedBy in full. */
  history: Piece<HistoryLine[]>;
}

export interface HistoryLine {
  createdBy: string;
  /** It made no layer. */
  empty: boolean;
}

export interface NetworkEvidence {
  id: string;
  name: string;
  driver: string;
  /** The swarm's routing mesh. */
  ingress: boolean;
  options: Record<string, string>;
  /** Ids of running containers in it; [] when the engine does not list them. */
  containers: string[];
}
