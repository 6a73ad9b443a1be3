/** How docker's images were made: its own store tells it of all without a call an image. */
import { readdirSync } from 'node:fs';
import { parseHistory } from '../../core/bench/parse/images.ts';
import type { EngineInfo, HistoryLine, Piece } from '../../core/bench/types.ts';
import { field } from '../../core/fields.ts';
import { hostPath } from '../discover/host-path.ts';
import { hostText } from './text.ts';

/** By image id. `elsewhere`: why the store is not on this host. */
export function historyReader(info: EngineInfo | undefined, elsewhere: string): (id: string) => Piece<HistoryLine[]> {
  if (elsewhere !== '') return () => ({ missing: elsewhere });
  if (!info) return () => ({ missing: 'where the images are is not known' });
  const folders = storesIn(info.dataRoot);
  if ('missing' in folders) return () => folders;
  return (id) => readHistory(folders.ok, id.replace(/^sha256:/, ''));
}

/** One for each storage driver that was ever used. */
function storesIn(dataRoot: string): Piece<string[]> {
  try {
    const drivers = readdirSync(hostPath(`${dataRoot}/image`));
    return { ok: drivers.map((driver) => `${dataRoot}/image/${driver}/imagedb/content/sha256`) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { missing: `${dataRoot}/image: ${code === 'EACCES' ? 'it needs root' : 'it is not there'}` };
  }
}

function readHistory(folders: readonly string[], id: string): Piece<HistoryLine[]> {
  const paths = /^[0-9a-f]{64}$/.test(id) ? folders.map((folder) => `${folder}/${id}`) : [];
  for (const path of paths) {
    const text = hostText(path);
    if ('missing' in text) return text;
    if (text.ok !== undefined) return parse(text.ok, path);
  }
  return { missing: 'its history is not in the store of docker' };
}

function parse(text: string, path: string): Piece<HistoryLine[]> {
  try {
    return { ok: parseHistory(field(JSON.parse(text), 'history')) };
  } catch {
    return { missing: `${path} is damaged` };
  }
}
