const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Code units that are looked at together: Node 20 copies the whole text for each segment of it. */
const usualWindow = 1_024;

/** What people see as one character (UAX #29), one after the other, however long the text is. */
export function* graphemesOf(text: string): Generator<string, void> {
  let window = usualWindow;
  for (let at = 0; at < text.length;) {
    // Not between the halves of one code point: alone they are something else.
    const end = /[\uD800-\uDBFF]/.test(text.charAt(at + window - 1)) ? at + window + 1 : at + window;
    const segments = Array.from(segmenter.segment(text.slice(at, end)));
    const last = segments.at(-1);
    if (end >= text.length || last === undefined) {
      for (const { segment } of segments) yield segment;
      return;
    }
    // The last one may go on behind the window, so it is looked at again; one that fills it wants a larger one.
    for (const { segment } of segments.slice(0, -1)) yield segment;
    at += last.index;
    window = segments.length === 1 ? window * 2 : usualWindow;
  }
}
