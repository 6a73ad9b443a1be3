/** Values that one engine takes whole and another as a list: podman's and nerdctl's string slices are one CSV record. */
import { type Judged, merge, type Rule, unjudged } from './judged.ts';

/** The fields of one CSV record (RFC 4180): `"` around a field, doubled inside it; null where Go's encoding/csv would fail. */
export function csvFields(text: string): string[] | null {
  if (/[\r\n]/.test(text)) return null;
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (;;) {
    const match = field.exec(text);
    if (!match) return null;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') return fields;
  }
}

/** A rule that judges each item of the list; a value that is no list is unjudged. */
export function eachItem(rule: Rule): Rule {
  return (option) => {
    const items = csvFields(option.value);
    return items ? merge(items.map((item) => rule({ ...option, value: item.trim() }))) : unjudged(option);
  };
}

/** A rule that judges the text as a whole and each item of it, as any engine may run the label. */
export function eachReading(rule: Rule): Rule {
  const items = eachItem(rule);
  return (option): Judged => {
    const fields = csvFields(option.value);
    return fields?.length === 1 && fields[0] === option.value ? rule(option) : merge([rule(option), items(option)]);
  };
}
