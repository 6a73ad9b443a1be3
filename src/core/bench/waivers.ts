/** Failures that are accepted: which, why, and until when. */
import { SpcError } from '../errors.ts';
import { globMatch } from '../glob.ts';
import type { Check, Item, Judgement, State, Waiver, WaiverUse } from './types.ts';

const FORMAT = 'version: 1; waivers: a list of {check: "5.4", item: name or pattern, reason, expires: YYYY-MM-DD}';

type Fail = (path: string, why: string) => never;

/** A waivers file's value → its waivers. Throws `config` with the path of the first wrong value; an unknown key may be a slip. */
export function parseWaivers(value: unknown, source: string, checks: readonly Check[]): Waiver[] {
  const fail: Fail = (path, why) => {
    throw new SpcError('config', `the waivers ${source} are wrong`, `${path}: ${why}`, FORMAT);
  };
  const top = asMap(value, 'the file', ['version', 'waivers'], fail);
  if (top['version'] !== 1) return fail('version', 'must be 1');
  const list = top['waivers'];
  if (!Array.isArray(list)) return fail('waivers', 'must be a list');
  return list.map((one, at) => parseWaiver(one, `waivers[${at}]`, checks, fail));
}

function parseWaiver(value: unknown, path: string, checks: readonly Check[], fail: Fail): Waiver {
  const map = asMap(value, path, ['check', 'item', 'reason', 'expires'], fail);
  const { item, expires } = map;
  const check = asCheck(map['check'], `${path}.check`, checks, fail);
  return {
    check,
    ...(item !== undefined && { item: asText(item, `${path}.item`, fail) }),
    reason: asText(map['reason'], `${path}.reason`, fail),
    ...(expires !== undefined && { expires: asDay(expires, `${path}.expires`, fail) }),
  };
}

/** YAML reads 5.10 without quotes as the number 5.1: a number that could be both is refused. */
function asCheck(value: unknown, path: string, checks: readonly Check[], fail: Fail): string {
  const isCheck = (text: string) => checks.some(({ id }) => id === text);
  const id = typeof value === 'number' ? String(value) : asText(value, path, fail);
  if (typeof value === 'number' && isCheck(`${id}0`)) return fail(path, `${id} or ${id}0? Write it in quotes`);
  return isCheck(id) ? id : fail(path, `there is no check ${id}`);
}

function asMap(value: unknown, path: string, keys: string[], fail: Fail): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(path, 'must be a map');
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  return unknown === undefined ? { ...value } : fail(path, `unknown key '${unknown}'; known: ${keys.join(', ')}`);
}

const asText = (value: unknown, path: string, fail: Fail): string =>
  typeof value === 'string' && value.trim() !== '' ? value : fail(path, 'must be text, and not empty');

/** A day of the calendar; YAML may have made a date of it already. */
function asDay(value: unknown, path: string, fail: Fail): string {
  const text = value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString().slice(0, 10) : value;
  const day = typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : fail(path, 'must be YYYY-MM-DD');
  const parsed = new Date(`${day}T00:00:00Z`);
  const exists = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
  return exists ? day : fail(path, `there is no day ${day}`);
}

/** A judgement after waivers, and the waivers that matched. */
export interface Waived extends Omit<Judgement, 'state'> {
  state: State;
  waiver?: WaiverUse;
  used: Waiver[];
}

/**
 * Waives what failed: item by item; a check without items as a whole, by a waiver without `item`. It stays failed while
 * anything is not waived. `today` is `2026-11-22`, in UTC; a waiver holds on its last day too.
 */
export function applyWaivers(check: string, judgement: Judgement, waivers: readonly Waiver[], today: string): Waived {
  const mine = waivers.filter((waiver) => waiver.check === check);
  if (judgement.state !== 'fail' || mine.length === 0) return { ...judgement, used: [] };
  const holds = (waiver: Waiver) => waiver.expires === undefined || waiver.expires >= today;
  const ordered = [...mine.filter(holds), ...mine.filter((waiver) => !holds(waiver))];
  const use = ({ reason, expires }: Waiver, expired: boolean): WaiverUse => ({
    reason,
    ...(expires !== undefined && { expires }),
    expired,
  });
  const found = (item?: Item) => ordered.find((waiver) => isAbout(waiver, item));
  if (judgement.items.length === 0) return asWhole(judgement, found(), holds, use);
  const matched = judgement.items.map((item) => ({ item, waiver: found(item) }));
  const items = matched.map(({ item, waiver }) => (waiver ? { ...item, waiver: use(waiver, !holds(waiver)) } : item));
  const state = items.every(({ waiver }) => waiver && !waiver.expired) ? 'waived' : 'fail';
  const used = matched.flatMap(({ waiver }) => waiver ?? []);
  return {
    ...judgement,
    state,
    items,
    detail: judgement.detail + expiredText(items.map(({ waiver }) => waiver)),
    used,
  };
}

const isAbout = ({ item: pattern }: Waiver, item: Item | undefined) =>
  pattern === undefined || (item !== undefined && globMatch(pattern, item.name));

function asWhole(
  judgement: Judgement,
  waiver: Waiver | undefined,
  holds: (waiver: Waiver) => boolean,
  use: (waiver: Waiver, expired: boolean) => WaiverUse,
): Waived {
  if (!waiver) return { ...judgement, used: [] };
  const by = use(waiver, !holds(waiver));
  const state = by.expired ? 'fail' : 'waived';
  return { ...judgement, state, detail: judgement.detail + expiredText([by]), waiver: by, used: [waiver] };
}

function expiredText(uses: readonly (WaiverUse | undefined)[]): string {
  const days = uses.flatMap((use) => (use?.expired && use.expires !== undefined ? [use.expires] : []));
  return days.length === 0 ? '' : `; waived until ${[...new Set(days)].join(', ')}, which is over`;
}
