/** Reading an archive that came out of a container: as a stream, never extracted. */
import { extract } from 'tar-stream';

/**
 * The content of an archive's first entry when that is a regular file of at most `maxBytes`; undefined otherwise:
 * a link is not followed, a directory or device is no text.
 *
 * @param archive the bytes, as latin1 text
 */
export async function firstRegularFile(archive: string, maxBytes: number): Promise<string | undefined> {
  const reader = extract();
  reader.end(Buffer.from(archive, 'latin1'));
  for await (const entry of reader) {
    if (entry.header.type !== 'file' || (entry.header.size ?? 0) > maxBytes) return undefined;
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  }
  return undefined;
}
