/** Builds what the label's parser would give: canonical names, values, words. */
import type { PrivilegeReport, RunOption, RunSpec } from '../../../src/core/types.ts';

/** `pid=host`, or a bare `privileged` for a switch that is on. */
export function option(text: string): RunOption {
  const at = text.indexOf('=');
  const [name, value] = at < 0 ? [text, 'true'] : [text.slice(0, at), text.slice(at + 1)];
  return { name, value, words: [`--${text}`] };
}

/** A run of `img` with these options. */
export function specOf(options: string[], more: Partial<RunSpec> = {}): RunSpec {
  return { program: 'docker', globals: [], options: options.map(option), image: 'img', command: [], ...more };
}

/** The ids of all grants, worst first: what a policy names. */
export const grantIds = ({ grants }: PrivilegeReport): string[] => grants.map(({ id }) => id);
