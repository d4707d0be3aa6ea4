import { builtinModules } from 'node:module';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const environment = 'Only src/config.ts reads the environment.';
const noEnvironment = [
  { selector: "MemberExpression[object.name='process']:matches([property.name='env'], [property.value='env'])" },
  { selector: "VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name='env']" },
  { selector: "MemberExpression[object.name='globalThis'][property.name='process']" },
  { selector: 'ImportDeclaration[source.value=/^(node:)?process$/]' },
].map(({ selector }) => ({ selector, message: environment }));

const noNode = (message) => ['error', { patterns: [{ regex: `^(node:.*|${builtinModules.join('|')})$`, message }] }];

const time = 'Time arrives in the command.';

const hasName = (node, name) => node?.type === 'Identifier' && node.name === name;
/** An interactive one: the array form takes queries of the client itself. */
const isTransaction = (node) =>
  node.type === 'CallExpression' &&
  hasName(node.callee.property, '$transaction') &&
  node.arguments[0]?.type !== 'ArrayExpression';

/** Rules of this house that no package has. test/architecture proves that they bite. */
const house = {
  rules: {
    /** Tells of an eslint-disable, and of a rule set by a comment, without a reason beside it. */
    'disable-with-reason': {
      create(context) {
        const { sourceCode } = context;
        return {
          Program() {
            for (const { type, value, loc } of sourceCode.getAllComments()) {
              const silences = /^\s*eslint-disable/.test(value) || (type === 'Block' && /^\s*eslint\s/.test(value));
              if (silences && !/\s--\s*\S/.test(value)) {
                context.report({ loc, message: 'Say why: // eslint-disable-line rule -- because …' });
              }
            }
          },
        };
      },
    },
    /** A cast through unknown silences the compiler altogether: its reason stands on its line or on the one before. */
    'cast-with-reason': {
      create(context) {
        const { sourceCode } = context;
        return {
          'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]'(node) {
            const { start, end } = node.parent.loc;
            const explained = sourceCode
              .getAllComments()
              .some(({ loc }) => loc.end.line >= start.line - 1 && loc.start.line <= end.line);
            if (!explained) context.report({ node, message: 'Say beside it why this cast holds.' });
          },
        };
      },
    },
    /**
     * On the embedded database, which has one connection, a query beside an open transaction waits for its end, and the
     * transaction for the query. Sees the argument of $transaction and every function that is handed a `tx`; what a function
     * called from there does, it cannot see.
     */
    'only-tx-in-transaction': {
      create(context) {
        const { sourceCode } = context;
        const takesTx = ({ params }) => params?.some((param) => hasName(param, 'tx')) ?? false;
        const isInside = (node) => {
          const chain = [...sourceCode.getAncestors(node), node];
          return chain.some(
            (each, index) => takesTx(each) || (isTransaction(each) && each.arguments.includes(chain[index + 1])),
          );
        };
        const check = (node) => {
          if (isInside(node)) context.report({ node, message: 'Inside a transaction use its tx alone.' });
        };
        return {
          'MemberExpression[property.name="prisma"]': check,
          'MemberExpression > Identifier.object[name="prisma"]': check,
        };
      },
    },
  },
};

export default tseslint.config(
  { ignores: ['**/dist/**', 'src/generated/**', 'test/support/generated/**', '.polyphony/**', '**/*.cjs'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { house },
    rules: {
      'house/disable-with-reason': 'error',
      'house/cast-with-reason': 'error',
      'house/only-tx-in-transaction': 'error',
      'no-restricted-syntax': ['error', ...noEnvironment],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      '@typescript-eslint/naming-convention': ['error', { selector: 'typeLike', format: ['PascalCase'] }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'prefer-const': ['error', { ignoreReadBeforeAssign: true }],
      // An interface and a type are not the same to a library that wants a record.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // Interfaces ask for promises where an implementation has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Functions live in object literals here and know no `this`.
      '@typescript-eslint/unbound-method': 'off',
      // A number in a text is what it looks like.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Unions of literals read better as arrays of names than as generics would.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // One file speaks for the settings; tools and tests are not the product.
    files: ['src/config.ts', 'scripts/**', 'test/**', 'bench/**', '*.config.*', 'codegen.ts', '**/*.test.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // A connector, and what a tool loads by its path, is found by its default export.
    files: [
      'plugins/*/connector.ts',
      '*.config.*',
      'codegen.ts',
      'test/support/global-setup.ts',
      'scripts/*-reporter.ts',
    ],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['src/domain/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...noEnvironment,
        {
          selector: ':function[async=true], AwaitExpression, ForOfStatement[await=true], ImportExpression',
          message: 'The domain decides at once: nothing in it waits.',
        },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: time },
        { selector: "CallExpression[callee.name='Date']", message: time },
        { selector: "MemberExpression[object.name='Date'][property.name='now']", message: time },
        { selector: "MemberExpression[property.name='Now'], ObjectPattern > Property[key.name='Now']", message: time },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'Chance arrives in the command.',
        },
      ],
      'no-restricted-imports': noNode('The domain has no system.'),
      'no-restricted-globals': [
        'error',
        ...['process', 'globalThis', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
        ...['performance', 'crypto', 'console'],
      ],
    },
  },
  {
    // Connectors are handed everything that they may touch. What they import at run time, dependency-cruiser sees.
    files: ['src/connectors/**', 'plugins/**'],
    ignores: ['**/emulator/**', '**/conformance/**', '**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process'],
      'no-restricted-imports': noNode('A connector has no system, only its call.'),
    },
  },
  {
    files: ['**/*.test.ts', 'test/**', 'bench/**'],
    rules: {
      // expect(...) reads loosely typed answers on purpose.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      'house/cast-with-reason': 'off',
    },
  },
  {
    // Its one cast is explained above its function; the rule looks beside it. To go with the next change of that file.
    files: ['src/infra/migrate.ts'],
    rules: { 'house/cast-with-reason': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);
