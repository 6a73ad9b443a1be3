/** Text from outside as text of a page or document in HTML or XML. */
import { sanitize } from './sanitize.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // noncharacters, which XML 1.0 forbids (§2.2) and no entity can stand for
  '\ufffe': '\ufffd',
  '\uffff': '\ufffd',
};

/** For content and for attributes in quotes: it can be no markup, and acts on nothing. At most `max` characters of it are kept. */
export function escaped(text: string, max = 2000): string {
  return sanitize(text, { max }).replace(/[&<>"'\ufffe\uffff]/g, (sign) => ENTITIES[sign] ?? sign);
}
