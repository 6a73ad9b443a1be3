/** An XML reader that is only as good as a test needs it: elements, attributes, text; it refuses what XML 1.0 forbids. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

const TOKEN = /<\?xml[^?]*\?>|<\/([\w-]+)>|<([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
/** XML 1.0 §2.2: none of these may be in a document. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u;

/** The root. Throws on anything that is not well-formed. */
export function parseXml(text: string): Element {
  if (FORBIDDEN.test(text)) throw new Error('a character XML forbids');
  const top: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  let end = 0;
  for (const [token, closed, name, attributes = '', single, content] of text.matchAll(TOKEN)) {
    end += token.length;
    const at = open.at(-1) ?? top;
    if (content !== undefined) at.text += decode(content);
    else if (closed !== undefined) {
      if (open.pop()?.name !== closed) throw new Error(`</${closed}> closes nothing`);
    } else if (name !== undefined) {
      const element = { name, attributes: attributesOf(attributes), children: [], text: '' };
      at.children.push(element);
      if (single === '') open.push(element);
    }
  }
  if (end !== text.length) throw new Error(`no XML: ${text.slice(end, end + 80)}`);
  if (open.length !== 1 || top.children.length !== 1) throw new Error('not one root, closed');
  return top.children[0] as Element;
}

const attributesOf = (text: string) =>
  Object.fromEntries(
    [...text.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key ?? '', decode(value ?? '')]),
  );

function decode(text: string): string {
  if (/&(?!(amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`a bare & in ${text}`);
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&(#?\w+);/g, (_, name) => signs[name] ?? '');
}
