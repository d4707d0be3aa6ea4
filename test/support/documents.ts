import { readdirSync, readFileSync } from 'node:fs';
import {
  Kind,
  parse,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type OperationTypeNode,
} from 'graphql';

export const operationsFolder = new URL('../operations/', import.meta.url);

/** One operation of the contract, with the fragments that it uses. */
export interface ContractOperation {
  /** `01-first-post#LookAround`. */
  readonly key: string;
  /** `01-first-post.graphql`. */
  readonly file: string;
  readonly name: string;
  readonly kind: OperationTypeNode;
  readonly document: DocumentNode;
}

/** Names of the fragments that a definition uses, also through other fragments. */
function usedFragments(
  definition: OperationDefinitionNode | FragmentDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  used = new Set<string>(),
): ReadonlySet<string> {
  visit(definition, {
    FragmentSpread({ name }) {
      const fragment = fragments.get(name.value);
      if (fragment === undefined || used.has(name.value)) return;
      usedFragments(fragment, fragments, used.add(name.value));
    },
  });
  return used;
}

function read(file: string): readonly ContractOperation[] {
  const { definitions } = parse(readFileSync(new URL(file, operationsFolder), 'utf8'));
  const fragments = new Map(
    definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])),
  );
  return definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION || definition.name === undefined) return [];
    const used = usedFragments(definition, fragments);
    const name = definition.name.value;
    return [
      {
        key: `${file.replace('.graphql', '')}#${name}`,
        file,
        name,
        kind: definition.operation,
        document: {
          kind: Kind.DOCUMENT,
          definitions: [definition, ...[...fragments.values()].filter((fragment) => used.has(fragment.name.value))],
        },
      },
    ];
  });
}

export const operationFiles = (folder = operationsFolder): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort();

/** Every operation of the contract. */
export const contractOperations = (): readonly ContractOperation[] => operationFiles().flatMap(read);

/** Those that the schema does not have yet. The list may only shrink. */
export const notImplemented = (): readonly string[] =>
  JSON.parse(readFileSync(new URL('../contract/not-implemented.json', import.meta.url), 'utf8')) as string[];

/** Those that run as they are written. */
export function implementedOperations(): readonly ContractOperation[] {
  const missing = new Set(notImplemented());
  return contractOperations().filter(({ key }) => !missing.has(key));
}

/** One of them, by name. */
export function contractDocument(name: string): DocumentNode {
  const operation = implementedOperations().find((each) => each.name === name);
  if (operation === undefined) throw new Error(`The contract has no operation ${name} that is implemented`);
  return operation.document;
}
