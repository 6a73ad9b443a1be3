/** Why tcpdump did not begin to listen. */
import { SpcError } from '../../core/errors.ts';

/** @param text what it wrote to stderr. `usage` for a wrong filter or interface, `no-capability`, else `system`. */
export function startFailure(text: string, target: string, filter: readonly string[]): SpcError {
  const why = reasonIn(text);
  if (/permission|not permitted/i.test(why)) return notAllowed(target, why);
  if (/No such device/i.test(why)) return new SpcError('usage', `${target} has no such interface`, why);
  const isFilter = filter.length > 0 && /filter|syntax error|unknown|expression|^'/i.test(why);
  if (isFilter)
    return new SpcError('usage', `tcpdump does not understand the filter '${filter.join(' ')}'`, why, FILTER_HINT);
  return new SpcError('system', `tcpdump cannot capture in ${target}`, why || 'it ended without a word');
}

const FILTER_HINT = "see man 7 pcap-filter; for example 'tcp port 80', 'host 10.88.0.3', 'icmp or arp'";

/** The last line that is about an error, without the program's name. */
function reasonIn(text: string): string {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('tcpdump: data link type'));
  return (lines.findLast((line) => line.startsWith('tcpdump: ')) ?? lines.at(-1) ?? '').replace(/^tcpdump: /, '');
}

function notAllowed(target: string, why: string): SpcError {
  return new SpcError('no-capability', `tcpdump may not capture in ${target}`, why, 'CAP_NET_RAW is needed there');
}
