import { readFileSync } from 'node:fs';
import {
  astFromValue,
  Kind,
  parse,
  print,
  typeFromAST,
  visit,
  type DefinitionNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import { scheduleAt } from '../../src/domain/shared/time.ts';
import type { DemoFile } from './demo-file.ts';

const story = new URL('../../test/operations/01-first-post.graphql', import.meta.url);

/** Puts values in the place of an operation's variables, so that it runs as it stands. */
function withValues(
  operation: OperationDefinitionNode,
  values: Readonly<Record<string, unknown>>,
  schema: GraphQLSchema,
): OperationDefinitionNode {
  const literals = new Map<string, ValueNode>();
  for (const { variable, type } of operation.variableDefinitions ?? []) {
    const value = values[variable.name.value];
    const inputType = typeFromAST(schema, type) as GraphQLInputType | undefined; // variables have input types
    const literal = value === undefined || inputType === undefined ? null : astFromValue(value, inputType);
    if (literal) literals.set(variable.name.value, literal);
  }
  const filled = visit(operation, {
    Argument(argument) {
      if (argument.value.kind !== Kind.VARIABLE) return undefined;
      const literal = literals.get(argument.value.name.value);
      // An optional variable without a value: its argument is left out.
      return literal ? { ...argument, value: literal } : null;
    },
    VariableDefinition: () => null,
  });
  return { ...filled, variableDefinitions: [] };
}

export interface Tab {
  readonly query: string;
}

/** GraphiQL's tabs for the demo: the contract's first five minutes, ready to run. */
export function demoTabs(demo: DemoFile, schema: GraphQLSchema, now: Date): readonly Tab[] {
  const { definitions } = parse(readFileSync(story, 'utf8'));
  const [first, second] = demo.channelIds;
  const at = {
    localDateTime: scheduleAt(new Date(now.getTime() + 7 * 86_400_000), 'Europe/Riga').localDateTime,
    timeZone: 'Europe/Riga',
  };
  const { postId } = demo;
  const scenes: readonly (readonly [name: string, say: string, values: Readonly<Record<string, unknown>>])[] = [
    [
      'LookAround',
      '1. Who am I, and which channels are there? (Put the cursor into an operation and press Ctrl-Enter.)',
      {},
    ],
    [
      'WriteFirstPost',
      '2. A post for two channels: the second has a text of its own, the picture is inherited.',
      {
        input: {
          title: 'My first post',
          content: {
            text: 'Hello, Labdien, Привет, Сәлем! 🥐',
            media: [{ assetId: demo.assetIds[0], altText: 'The green door of the bakery' }],
          },
          variants: [{ channelId: first }, { channelId: second, content: { text: 'Hello from the coffee cart ☕' } }],
          tags: ['hello'],
        },
      },
    ],
    [
      'CheckBeforeScheduling',
      '3. What would go wrong? This asks for a draft that the demo has prepared; put your own post’s id in.',
      { postId, at },
    ],
    [
      'Schedule',
      '4. Give it its time, as the clocks in Riga show it.',
      { input: { postId, at, latePolicy: 'PUBLISH_LATE' } },
    ],
    ['WatchIt', '5. Watch it: run this in the second tab, where it stays open, and come back.', { postId }],
    ['PublishNow', '6. Publish it now, and look at the second tab.', { input: { postId } }],
  ];
  const operations = new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.OPERATION_DEFINITION ? [[each.name?.value ?? '', each] as const] : [],
    ),
  );
  const fragments = definitions.filter((each: DefinitionNode) => each.kind === Kind.FRAGMENT_DEFINITION).map(print);
  const texts = scenes.map(([name, say, values]) => {
    const operation = operations.get(name);
    if (operation === undefined) throw new TypeError(`The story has no ${name}`);
    return { name, text: `# ${say}\n${print(withValues(operation, values, schema))}` };
  });
  const head = '# The first post goes out. Networks are emulated: nothing here reaches a real one.\n';
  const watch =
    texts
      .find(({ name }) => name === 'WatchIt')
      ?.text.replace(/^# .*$/m, '# Run this, leave it open, and publish the post in the first tab.') ?? '';
  const list = `# Everything that was written, and where it went.
query Posts {
  workspace {
    posts(first: 50, orderBy: { field: SCHEDULED_AT, direction: DESC }) {
      totalCount
      nodes {
        title
        state
        schedule { localDateTime }
        deliveries { state url explanation channel { name emulated } }
      }
    }
  }
}`;
  return [
    { query: [head, ...texts.map(({ text }) => text), ...fragments].join('\n\n') },
    { query: watch },
    { query: list },
  ];
}
