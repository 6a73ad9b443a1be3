/** YAML from files: the 1.2 core schema, without aliases, of which bombs are made. */
import { SpcError } from '../core/errors.ts';

/** A file's value; `what` names it in the error, as `the policy /etc/…`. Throws `config`. */
export async function parseYaml(text: string, what: string): Promise<unknown> {
  const { parse } = await import('yaml'); // 20 ms that most runs need not pay
  try {
    return parse(text, { maxAliasCount: 0, uniqueKeys: true, logLevel: 'error', version: '1.2', schema: 'core' });
  } catch (cause) {
    const why = (cause as Error).message.split('\n')[0] ?? '';
    throw new SpcError('config', `${what} is not YAML`, why, '', { cause });
  }
}
