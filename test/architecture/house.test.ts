import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

interface File {
  readonly path: string;
  readonly content: string;
}

/** What would be committed. */
const files: readonly File[] = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => path !== '' && !/\.(png|jpg|tar|gz)$/.test(path))
  .flatMap((path) => {
    try {
      return [{ path, content: readFileSync(`${root}${path}`, 'utf8') }];
    } catch {
      return []; // deleted, and not yet committed
    }
  });

const isOurs = ({ path }: File): boolean => /\.(ts|js|mjs|cjs)$/.test(path) && !path.includes('generated/');
/** Without comments and sentences: an example that a message gives names a network and knows nothing of it. */
const withoutProse = (content: string): string =>
  content
    .replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '')
    .replaceAll(/'[^'\n]*'/g, (text) => (/\s/.test(text) ? "''" : text));
const firstMatch = (pattern: RegExp, text: string): string | null => pattern.exec(text)?.[0] ?? null;

/** Put together, so that this file is no violation itself. */
const join = (...parts: readonly string[]): string => parts.join('/');
const registry = ['registry', 'npmjs', 'org'].join('.');

const network = /facebook|instagram|twitter|youtube|bluesky|telegram/i;
/** Two letters: only as a word of its own, or of a name in camel case. */
const vk = /(?<![A-Za-z])(vk|VK)(?![a-z])|Vk(?![a-z])/;

interface Rule {
  /** What breaks the rule in that file; null where nothing does. */
  find(file: File): string | null;
  /** Files that break it, and files that only look like it: both prove the rule. */
  readonly planted: readonly File[];
  readonly innocent: readonly File[];
}

const rules: Readonly<Record<string, Rule>> = {
  'a file has at most 500 lines, or says why': {
    find(file) {
      const lines = file.content.split('\n').length - (file.content.endsWith('\n') ? 1 : 0);
      const excused = /^\/\/ Long because \S/m.test(file.content);
      return isOurs(file) && lines > 500 && !excused ? `${String(lines)} lines` : null;
    },
    planted: [{ path: 'src/app/long.ts', content: '\n'.repeat(501) }],
    innocent: [
      { path: 'src/app/long.ts', content: '\n'.repeat(500) },
      { path: 'src/app/long.ts', content: `// Long because it is one table.${'\n'.repeat(600)}` },
    ],
  },
  'a file is named after its noun': {
    find: ({ path }) =>
      firstMatch(/(^|[/.-])(utils?|helpers?|managers?|services?|misc|common)(\/|\.[cm]?[jt]s$)/, path),
    planted: ['src/app/post-utils.ts', 'src/app/post.service.ts', 'scripts/helpers.mjs', 'src/common/post.ts'].map(
      (path) => ({ path, content: '' }),
    ),
    innocent: [{ path: 'src/domain/engagement/service-level.ts', content: '' }],
  },
  'shared code names no network': {
    find({ path, content }) {
      if (!/^src\/(?!generated\/).*\.ts$/.test(path)) return null;
      const code = withoutProse(content);
      return firstMatch(network, code) ?? firstMatch(vk, code);
    },
    planted: [
      "if (network === 'vk') doSomething();",
      'const facebookPage = 1;',
      'const isVk = true;',
      'const VK_LIMIT = 1;',
      "const url = 'https://api.twitter.com';",
    ].map((content) => ({ path: 'src/app/post.ts', content })),
    innocent: [
      { path: 'src/app/post.ts', content: "// As VK does.\nconst pavkEd = { description: 'Such as vk.' };" },
      { path: 'plugins/vk/connector.ts', content: "const key = 'vk';" },
    ],
  },
  'no path of a machine is committed': {
    find: ({ content }) =>
      firstMatch(/(?<![\w.~$}*-])\/(work|root|(?:home|tmp)\/[a-z]\w*|Users\/\w+)(?![\w-])(\/[\w/]*)?/, content) ??
      firstMatch(/\b[A-Z]:\\Users\\\w+/, content),
    planted: [
      `see ${join('', 'home', 'ana', 'project')}`,
      `"${join('', 'work', 'main', 'src')}"`,
      `cd ${join('', 'root')}`,
      join('file:', '', '', 'work', 'main'),
      ['C:', 'Users', 'ana'].join('\\'),
    ].map((content) => ({ path: 'docs/a.md', content })),
    innocent: [`https://example.com${join('', 'work', 'a')}`, '../work/a', '/workspaces', './home/ana'].map(
      (content) => ({ path: 'docs/a.md', content }),
    ),
  },
  'no registry host is committed': {
    find: ({ path, content }) =>
      firstMatch(/registry\.(npmjs|yarnpkg|npmmirror)\.\w+|npm\.pkg\.github\.com/i, content) ??
      (path.endsWith('.npmrc') ? firstMatch(/^\s*(@[^:]+:)?registry\s*=.*/m, content) : null) ??
      (path.endsWith('package-lock.json') ? firstMatch(/"resolved": "[a-z+]+:/, content) : null),
    planted: [
      { path: 'package-lock.json', content: '"resolved": "https://example/a.tgz"' },
      { path: 'package-lock.json', content: '"resolved": "git+ssh://example/a"' },
      { path: '.npmrc', content: 'registry=http://10.0.0.1' },
      { path: 'docs/a.md', content: `npm install --registry https://${registry}` },
    ],
    innocent: [
      { path: 'package-lock.json', content: '"resolved": "plugins/sandbox"' },
      { path: '.npmrc', content: 'omit-lockfile-registry-resolved=true' },
    ],
  },
};

describe('the house', () => {
  it('reads what would be committed', () => {
    expect(files.filter(isOurs).length).toBeGreaterThan(100);
  });

  describe.each(Object.entries(rules))('%s', (_, { find, planted, innocent }) => {
    it('holds', () => {
      expect(files.flatMap((file) => (find(file) === null ? [] : [`${file.path}: ${find(file) ?? ''}`]))).toEqual([]);
    });

    it.each(planted)('would notice $path: $content', (file) => {
      expect(find(file)).not.toBeNull();
    });

    it.each(innocent)('would not mind $path: $content', (file) => {
      expect(find(file)).toBeNull();
    });
  });
});
