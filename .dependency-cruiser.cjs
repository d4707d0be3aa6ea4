/** Who may import whom. The reasons are in docs/adr and CONTRIBUTING.md; test/architecture proves that every rule bites. */
const capabilities = [
  'workspace',
  'measures',
  'strategy',
  'campaigns',
  'planning',
  'publishing',
  'engagement',
  'insights',
];

/** Pure packages that the domain may use, each with its reason. */
const domainPackages = [
  '@orama/stemmers', // what inflection leaves of Russian words
  'wink-porter2-stemmer', // and of English ones
  'temporal-polyfill', // wall time, zones and clock changes, until Node has Temporal itself
  'jsep', // reads the formulas of KPIs; what of them may stand there is ours to say
];
const npm = '(^|/)node_modules/';
const sdk = '^src/connectors/';
const test = '\\.test\\.ts$';
/** npm packages that are not in the nearest package.json, or only for its development. */
const notDeclared = ['npm-no-pkg', 'npm-dev', 'npm-unknown'];

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const layer = (name, comment, from, allowed) =>
  rule(name, comment, { path: from }, { path: '^(src|plugins|prisma|scripts|test|bench)/', pathNot: allowed });

const domainOrder = capabilities
  .slice(0, -1)
  .map((name, index) =>
    rule(
      `domain-${name}-only-earlier`,
      'A capability of the domain knows only those before it: so the graph has one direction.',
      { path: `^src/domain/${name}/` },
      { path: `^src/domain/(${capabilities.slice(index + 1).join('|')})/` },
    ),
  );

module.exports = {
  forbidden: [
    rule(
      'no-circular',
      'Two modules that need each other are one, or the wrong two. Types may: they are gone when it runs.',
      { path: '^(src|plugins|prisma|scripts)/', pathNot: '^src/generated/' },
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule(
      'no-orphans',
      'A module that nobody imports and that imports nothing does nothing.',
      {
        orphan: true,
        path: '^(src|plugins|prisma)/',
        // Branded ids wait for their first use: take the name out then, or the file.
        pathNot: `\\.d\\.ts$|${test}|^src/main\\.ts$|^src/generated/|^src/domain/shared/ids\\.ts$`,
      },
      {},
    ),
    rule(
      'no-unresolved',
      'An import that leads nowhere here leads somewhere else on another machine.',
      { path: '^(src|plugins|prisma|scripts)/' },
      { couldNotResolve: true },
    ),
    rule(
      'no-unlisted-package',
      'A package that is not in package.json works by accident.',
      { path: '^(src|prisma|scripts)/', pathNot: sdk },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    rule(
      'no-dev-package-in-the-product',
      'The product is installed without packages for development.',
      { path: '^(src|prisma)/', pathNot: sdk },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'no-tests-in-the-product',
      'The product runs without its tests.',
      { path: '^(src|plugins|prisma)/', pathNot: test },
      { path: '^(test|bench)/' },
    ),

    layer(
      'domain-knows-nothing',
      'The domain decides purely: it imports itself alone.',
      '^src/domain/',
      '^src/domain/',
    ),
    ...domainOrder,
    rule(
      'domain-shared-is-first',
      'What all capabilities share knows none of them.',
      { path: '^src/domain/shared/' },
      { path: '^src/domain/', pathNot: '^src/domain/shared/' },
    ),
    rule(
      'domain-packages',
      'Of npm the domain takes pure packages on one list, and nothing of Node.',
      { path: '^src/domain/' },
      {
        dependencyTypes: ['npm', 'npm-peer', 'npm-optional', ...notDeclared, 'core'],
        pathNot: `${npm}(${domainPackages.join('|')})/`,
      },
    ),

    layer(
      'app-imports',
      'The shell: domain, infra, the SDK, the generated client.',
      '^src/app/',
      `^src/(app|domain|infra|generated)/|${sdk}`,
    ),
    layer(
      'schema-imports',
      'Door 1 opens onto app; reads go to the database, writes do not.',
      '^src/schema/',
      `^src/(schema|app|domain|infra|generated)/|${sdk}`,
    ),
    rule(
      'schema-runs-no-sdk',
      'The schema shows what connectors declare; what they do goes through app.',
      { path: '^src/schema/' },
      { path: sdk, dependencyTypesNot: ['type-only'] },
    ),
    layer('http-imports', 'Door 2 opens onto app.', '^src/http/', `^src/(http|app|domain|infra)/|${sdk}`),
    layer('jobs-imports', 'Door 3 opens onto app.', '^src/jobs/', `^src/(jobs|app|domain|infra)/|${sdk}`),
    layer(
      'infra-imports',
      'Per-process modules know no door and no command.',
      '^src/infra/',
      `^src/(infra|generated)/|^src/config\\.ts$|${sdk}`,
    ),
    layer('config-imports', 'The settings know nothing.', '^src/config\\.ts$', '^$'),
    rule(
      'nobody-names-a-plugin',
      'Plugins are loaded by the settings (infra/plugins.ts): the core knows none.',
      { path: '^(src|prisma)/' },
      { path: '^plugins/|@polyphony/plugin-' },
    ),

    layer('sdk-imports', 'The SDK knows nothing of us.', sdk, sdk),
    rule(
      'sdk-by-name',
      'Everybody enters the SDK through its package, as a partner does: what it does not export is its own.',
      { path: '^(src|prisma|scripts)/', pathNot: sdk },
      { path: sdk, dependencyTypesNot: ['aliased-workspace'] },
    ),
    rule(
      'sdk-packages',
      'What the SDK needs is in its own package.json; vitest is there for its conformance kit alone.',
      { path: sdk, pathNot: `^src/connectors/conformance/|${test}` },
      { dependencyTypes: ['npm-peer', ...notDeclared] },
    ),
    rule(
      'sdk-conformance-packages',
      'A partner who installs the kit gets what is in the SDK’s package.json, and brings vitest.',
      { path: '^src/connectors/conformance/', pathNot: test },
      // An optional peer counts as both, listed and not.
      { dependencyTypes: notDeclared, dependencyTypesNot: ['npm-peer'] },
    ),
    rule(
      'sdk-runs-without-its-kit',
      'The product loads the SDK where no vitest is installed.',
      { path: sdk, pathNot: `^src/connectors/conformance/|${test}` },
      { path: '^src/connectors/conformance/' },
    ),

    layer(
      'plugin-imports',
      'A plugin knows the SDK by its package name, and itself.',
      '^plugins/([^/]+)/',
      `^plugins/$1/|${sdk}`,
    ),
    rule(
      'plugin-sdk-by-name',
      'A partner has no path into our tree.',
      { path: '^plugins/' },
      { path: sdk, dependencyTypes: ['local'] },
    ),
    rule(
      'plugin-packages',
      'What a plugin needs is in its own package.json.',
      { path: '^plugins/', pathNot: test },
      { dependencyTypes: notDeclared },
    ),
    rule(
      'connector-has-no-system',
      'A connector is handed everything that it may touch; its emulator is a program of its own.',
      { path: '^(plugins/[^/]+|src/connectors)/', pathNot: `/(emulator|conformance)/|${test}` },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'connector-knows-no-emulator',
      'Code that knows its emulator is tested against nothing.',
      { path: '^plugins/[^/]+/', pathNot: `^plugins/[^/]+/emulator/|${test}` },
      { path: '^plugins/[^/]+/emulator/' },
    ),
    rule(
      'emulator-knows-no-table',
      'A check against one’s own table proves nothing, nor through a third module.',
      { path: '^plugins/[^/]+/emulator/', pathNot: test },
      { path: '^plugins/[^/]+/(capabilities|errors)\\.ts$', reachable: true },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    // Our own builds alone: most packages of npm live in a dist, and a rule must see them.
    exclude: { path: '^(src/connectors|plugins/[^/]+)/dist/' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.d.ts'],
    },
  },
};
