/** Tools of the host, or of the tools image. */
import { SpcError } from '../../core/errors.ts';
import type { EngineName } from '../../core/types.ts';
import { hostTool, packageOf } from '../toolbox/host.ts';
import type { ToolsImage } from '../toolbox/image.ts';
import { startOnHost } from '../toolbox/launch-host.ts';
import type { Guard, Tool, Toolbox, ToolSource } from './types.ts';

export interface ToolboxRequest {
  from: ToolSource;
  /** An image the user named: its tools are used without asking. */
  image?: string | undefined;
  /** The engine that has the image; undefined: whichever has it. */
  engine?: EngineName | undefined;
  guard: Guard;
}

/** Where tools come from. An image that was named is meant, so the host's tools are not taken then. */
export function openToolbox({ from, image, engine, guard }: ToolboxRequest): Toolbox {
  const source = image !== undefined && from === 'auto' ? 'image' : from;
  const found = new Map<Tool, ToolsImage>();
  const known = new Map<string, Promise<Tool>>();
  const find = async (name: string) => {
    const host = source === 'image' ? undefined : await hostTool(name);
    if (host) return host;
    if (source === 'host') throw noTool(name);
    const { tool, tools } = await toolOfImage(name, source === 'image', { image, engine });
    found.set(tool, tools);
    return tool;
  };
  return {
    find: async (name) => {
      const asked = known.get(name) ?? find(name);
      known.set(name, asked);
      return await asked;
    },
    start: async (tool, args, options = {}) => {
      const tools = found.get(tool);
      if (!tools) return await startOnHost(tool, args, options, guard);
      const { startFromImage } = await import('../toolbox/launch-image.ts');
      return await startFromImage(tool, args, options, guard, tools);
    },
  };
}

interface Found {
  tool: Tool;
  tools: ToolsImage;
}

async function toolOfImage(
  name: string,
  isAsked: boolean,
  choice: { image?: string | undefined; engine?: EngineName | undefined },
): Promise<Found> {
  const { findImage, versionIn } = await import('../toolbox/image.ts');
  const tools = await findImage(choice).catch((error) => {
    throw isAsked ? error : neither(name, error);
  });
  const version = await versionIn(tools, name);
  const { reference, engine } = tools;
  if (version === undefined) throw notInImage(name, tools);
  return { tool: { name, path: name, version, from: `image ${reference} (${engine})` }, tools };
}

/** Nobody asked for an image: what is missing is the tool. */
function neither(name: string, error: unknown): unknown {
  if (!(error instanceof SpcError)) return error;
  const { hint } = noTool(name);
  const why = `neither on the host nor in a tools image: ${error.message}`;
  return new SpcError('no-tool', `there is no ${name} here`, why, `${hint}, or ${error.hint || 'spc tools build'}`);
}

function noTool(name: string): SpcError {
  const hint = `install the package ${packageOf(name)}, or take the tools image: spc tools build, --from image`;
  return new SpcError('no-tool', `there is no ${name} here`, 'looked for in the directories of system programs', hint);
}

function notInImage(name: string, { reference, engine }: ToolsImage): SpcError {
  const what = `there is no ${name} in ${reference} (${engine})`;
  return new SpcError(
    'no-tool',
    what,
    '',
    'spc tools build makes an image that has it; without --minimal, all of them',
  );
}
