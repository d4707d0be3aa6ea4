import { parse } from 'tldts';

/** What stands in the path and the query of an address; a letter of another script ends it. */
const letters = 'a-z0-9\\u00C0-\\u024F\\u0400-\\u04FF';
const inPath = `[${letters}!*';:=+,.$/%#\\[\\]\\-\\u2013_~@|&()]`;
const inQuery = "[a-z0-9!?*'@();:&=+$/%#\\[\\]\\-_.,~|]";

const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_-]*[\\p{L}\\p{N}])?';
/** Without a scheme only plain letters are taken for a name, and not in the middle of something else. */
const plainLabel = '[a-z0-9\\u00C0-\\u024F](?:[a-z0-9\\u00C0-\\u024F_-]*[a-z0-9\\u00C0-\\u024F])?';

const candidate = new RegExp(
  '(?<![A-Za-z0-9@＠$#＃\\u202A-\\u202E])' +
    `(?:(?<scheme>https?://)(?<name>(?:${label}\\.)+${label})|(?<![-_./\\u00C0-\\u024F])(?<plain>(?:${plainLabel}\\.)+${plainLabel}))` +
    `(?<port>:\\d+)?(?<path>/${inPath}{0,4000})?(?<query>\\?${inQuery}{0,4000})?`,
  'giu',
);

const endOfPath = new RegExp(`[${letters}+\\-=_#/)]$`, 'iu');
const endOfQuery = /[a-z0-9\-_&=#/]$/i;

/**
 * A text without the web addresses in it, and how many there are: with or without a scheme, of a top-level domain that is in
 * the root zone. Hosts without a dot, IP addresses and e-mail addresses are none.
 */
export function cutAddresses(text: string): { readonly count: number; readonly rest: string } {
  let count = 0;
  let rest = '';
  let at = 0;
  candidate.lastIndex = 0;
  for (let match = candidate.exec(text); match; match = candidate.exec(text)) {
    const length = addressLength(match, text);
    if (length === 0) continue;
    count++;
    rest += text.slice(at, match.index);
    at = match.index + length;
    candidate.lastIndex = at;
  }
  return { count, rest: rest + text.slice(at) };
}

/** 0: it is none. */
function addressLength({ index, groups = {} }: RegExpExecArray, text: string): number {
  const { scheme = '', name = groups.plain ?? '', port = '', path = '', query = '' } = groups;
  const host = knownHost(name);
  const behind = text.charAt(index + scheme.length + host.length);
  if (host === '' || /[a-z0-9@]/i.test(behind)) return 0;
  const length = scheme.length + host.length;
  if (host !== name) return length;
  if (query !== '') return length + port.length + path.length + trimTo(query, endOfQuery).length;
  return length + port.length + trimTo(path, endOfPath).length;
}

const mostLabels = 127;

/** As much of a name as ends with a top-level domain: of `example.com.txtx` it is `example.com`. */
function knownHost(name: string): string {
  const labels = name.split('.');
  for (let count = Math.min(labels.length, mostLabels); count > 1; count--) {
    const whole = labels.slice(0, count).join('.');
    // Where writing has no spaces the next word may follow at once.
    const plain = whole.replace(/[^a-z0-9-]+$/i, '');
    for (const host of [whole, ...(plain.endsWith('.') ? [] : [plain])]) {
      if (parse(host).isIcann === true) return host;
    }
  }
  return '';
}

/** `end`: whether a character may be its last. Without what belongs to the sentence around it: a full stop, a closing bracket that was not opened within. */
function trimTo(part: string, end: RegExp): string {
  let closed = part.split(')').length - part.split('(').length;
  for (let length = part.length; length > 0; length--) {
    const last = part.charAt(length - 1);
    const closesNothing = last === ')' && closed > 0;
    if (end.test(last) && !closesNothing) return part.slice(0, length);
    if (last === ')') closed--;
    if (last === '(') closed++;
  }
  return '';
}
