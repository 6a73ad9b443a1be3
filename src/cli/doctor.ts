/** `spc doctor`: what works here, and what would make the rest work. */
import { Argument, Command, Option } from 'commander';
import { type DoctorIo, doctor } from '../app/doctor.ts';
import { ABILITIES, type AbilityName } from '../core/doctor/abilities.ts';
import { abilityNames } from '../core/doctor/diagnose.ts';
import { gatherEvidence } from '../io/doctor/gather.ts';
import { readTargetEvidence } from '../io/doctor/target.ts';
import { render } from '../ui/render.ts';
import { jsonOption } from './options.ts';
import { realSystem } from './system.ts';

interface DoctorOptions {
  for?: string;
  explain?: string;
  try?: boolean;
  quiet?: boolean;
  json?: boolean;
  wide?: boolean;
}

/** `spc doctor [TARGET]`. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('what this host and caller can do, with evidence, and the least privilege for what is denied')
    .addArgument(new Argument('[target]', 'also what there is about this container, process or namespace'))
    .option('--for <names>', 'only these abilities, with commas between; the exit status is about them')
    .option('--explain <name>', 'one ability in full: all evidence, and flags for docker, podman and Kubernetes')
    .option('--try', 'really try what can be tried, on processes of our own; takes seconds')
    .option('-q, --quiet', 'only what does not work')
    .addOption(jsonOption())
    .addOption(new Option('--wide', 'do not cut lines at the width of the terminal'))
    .addHelpText('after', help())
    .action(action);
}

const EXAMPLES = `Examples:
  spc doctor
  spc doctor --for strace,tcpdump web
  spc doctor --explain bpftrace
  spc doctor -q --try

Exit status: 0 when what --for names works, at least in part; 97 when not. Without --for it is about what spc is of no
use without: reading processes, joining namespaces.`;

function help(): string {
  const names = Object.entries(ABILITIES).map(([name, { about }]) => `  ${name.padEnd(15)}${about}`);
  return ['', 'Abilities:', ...names, '', EXAMPLES].join('\n');
}

async function action(target: string | undefined, options: DoctorOptions): Promise<void> {
  const { json = false, quiet = false, wide = false } = options;
  const [explain] = options.explain === undefined ? [] : abilityNames(options.explain);
  const asked: AbilityName[] = options.for === undefined ? [] : abilityNames(options.for);
  const request = { target, asked, explain, try: options.try ?? false, quiet };
  process.exitCode = await render(doctor(realSystem(), realDoctor, request), { json, wide });
}

/** The machine this process runs on. */
export const realDoctor: DoctorIo = { gather: gatherEvidence, target: readTargetEvidence };
