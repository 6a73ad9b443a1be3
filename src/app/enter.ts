/** `spc enter` as a use-case: find, decide, say what it means, join. */
import { cleanEnvironment, mergedEnvironment, targetEnvironment } from '../core/join/environment.ts';
import { type JoinChoice, type JoinPlan, planJoin } from '../core/join/plan.ts';
import type { NamespaceSet } from '../core/processes/types.ts';
import type { Target } from '../core/target.ts';
import type { Msg, UseCase } from '../core/types.ts';
import { notRunning } from './follow.ts';
import type { System } from './system.ts';
import { resolveQuickly } from './targets.ts';

/** What the caller asked for. */
export interface EnterRequest extends JoinChoice {
  target: string;
  /** Empty: a shell. */
  command: string[];
  /** The command gets the target's environment. */
  env?: boolean | undefined;
}

/** What joining needs of the machine. */
export interface Joiner {
  namespacesOf(target: Target): { there: NamespaceSet; here: NamespaceSet; root: boolean };
  /** `NAME=value` of a process. */
  environmentOf(target: Target): string[];
  /** Whether the target's processes may trace any other in their pid namespace. */
  canTrace(target: Target): boolean;
  enter(job: {
    target: Target;
    plan: JoinPlan;
    argv: string[];
    env: string[];
    user?: string | undefined;
  }): Promise<number>;
  /** spc's own. */
  environment: NodeJS.ProcessEnv;
}

/** Runs a command in a target; the exit status is the command's. */
export async function* enter(system: System, joiner: Joiner, request: EnterRequest): UseCase {
  const target = resolveQuickly(request.target, system);
  if (target.pid === 0 && !target.bound) throw notRunning(target);
  const sides = joiner.namespacesOf(target);
  const plan = planJoin(request, { spec: target.spec, ...sides });
  const { env, messages } = environmentFor(plan, target, joiner, { ...request, root: sides.root });
  yield* messages;
  yield* remarks(plan, target, joiner, request.command.length === 0);
  const argv = request.command.length > 0 ? request.command : [shell(plan, joiner)];
  return await joiner.enter({ target, plan, argv, env, user: request.user });
}

function environmentFor(
  plan: JoinPlan,
  target: Target,
  joiner: Joiner,
  { env, user, root }: Pick<EnterRequest, 'env' | 'user'> & { root: boolean },
): { env: string[]; messages: Msg[] } {
  const { environment } = joiner;
  const theirs = env ? joiner.environmentOf(target) : undefined;
  const clean = cleanEnvironment(environment['TERM']);
  if (plan.root === 'target')
    return { env: theirs ? targetEnvironment(theirs, environment['TERM']) : clean, messages: [] };
  // whoever is that user, or owns the user namespace, may read the command's environment
  const shown = user !== undefined || (root && plan.join.includes('user'));
  const own = shown ? clean : Object.entries(environment).map(([name, value]) => `${name}=${value ?? ''}`);
  const merged = mergedEnvironment(own, theirs ?? []);
  return { env: merged.env, messages: merged.leftOut.length > 0 ? [leftOut(merged.leftOut)] : [] };
}

const leftOut = (names: string[]): Msg => ({
  kind: 'note',
  text: `left out of the target's environment, as they act on the host's programs: ${names.join(', ')}`,
});

/** What a caller should know before the command runs. */
function* remarks(plan: JoinPlan, target: Target, joiner: Joiner, shell: boolean): Generator<Msg> {
  if (plan.root === 'target')
    yield {
      kind: 'note',
      text: `joining mnt: files and programs are those of ${target.text}; what runs is its own code, with your privileges`,
    };
  else if (plan.join.includes('pid') && !plan.freshProc && shell)
    yield { kind: 'note', text: "/proc is still the host's: ps and top need --fresh-proc here" };
  if (plan.root === 'host' && plan.join.includes('pid') && joiner.canTrace(target))
    yield {
      kind: 'warning',
      text: `${target.text} holds CAP_SYS_PTRACE: its processes can take over what is run in its pid namespace; --ns net,ipc,uts keeps out of it`,
    };
}

function shell({ root }: JoinPlan, { environment }: Joiner): string {
  return root === 'target' ? '/bin/sh' : environment['SHELL'] || 'sh';
}
