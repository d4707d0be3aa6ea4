import { readFile } from 'node:fs/promises';
import { facets } from '@polyphony/sdk/conformance';
import { describe, expect, it } from 'vitest';

const guide = await readFile(new URL('../../docs/writing-a-connector.md', import.meta.url), 'utf8');

describe('the guide for writers of connectors', () => {
  it('says of each facet of the kit what it holds a connector to, in the order of the score card', () => {
    const [, promises = ''] = guide.split(/^## What the kit holds you to$/m);
    const headings = [...promises.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(facets.map(({ name }) => name));
  });

  it('links only to what is on the page', () => {
    const anchors = [...guide.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...guide.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !anchors.includes(link.slice(1)))).toEqual([]);
  });
});
