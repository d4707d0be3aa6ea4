import {
  getNamedType,
  isInputObjectType,
  Kind,
  OperationTypeNode,
  parse,
  visit,
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { isPermission, type Permission } from '../domain/workspace/permission.ts';
import { declaredAccess } from './access.ts';
import { limits } from './limits.ts';

/** What a mutation that takes a file asks for, by its name. */
export type UploadAccess = ReadonlyMap<string, Permission>;

const takesFile = ({ args }: GraphQLField<unknown, unknown>): boolean =>
  args.some(({ type }) => {
    const named = getNamedType(type);
    return isInputObjectType(named)
      ? Object.values(named.getFields()).some((field) => getNamedType(field.type).name === 'Upload')
      : named.name === 'Upload';
  });

/** What each mutation of a schema that takes a file says of who may use it. */
export function uploadAccessOf(schema: GraphQLSchema): UploadAccess {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {}).filter(takesFile);
  return new Map(
    fields.map((field) => {
      const needed = declaredAccess(field);
      if (!isPermission(needed)) throw new TypeError(`${field.name} takes a file, and asks for no permission`);
      return [field.name, needed];
    }),
  );
}

/** Names of the fields that the mutations of a document can reach, whatever the depth; more than it uses, never fewer. */
function namesIn(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  const isMutation = document.definitions.some(
    (each) => each.kind === Kind.OPERATION_DEFINITION && each.operation === OperationTypeNode.MUTATION,
  );
  if (isMutation) {
    visit(document, {
      Field({ name }) {
        names.add(name.value);
      },
    });
  }
  return names;
}

/**
 * What a form asks for before a byte of its files is stored: what each of its mutations that take a file does. Where none can be
 * told, as of a query or a form that begins with its files, all that any of them does.
 */
export function uploadPermissions(needed: UploadAccess, operations: string | undefined): readonly Permission[] {
  let named: readonly Permission[] = [];
  try {
    const { query } = JSON.parse(operations ?? '') as { readonly query?: unknown };
    const names = typeof query === 'string' ? namesIn(parse(query, { maxTokens: limits.tokens })) : new Set<string>();
    named = [...needed].flatMap(([name, permission]) => (names.has(name) ? [permission] : []));
  } catch {
    // What is wrong with it is told where it is executed.
  }
  return [...new Set(named.length > 0 ? named : needed.values())];
}
