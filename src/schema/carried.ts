import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * Marks an object that carries the answers to its fields, each under the field's name: what a hot read made of its one
 * statement. Its fields are answered from it alone; neither their resolvers nor the Prisma plugin are asked. A function among
 * them is called with the field's arguments and the context.
 */
export const carries = Symbol('carries');

/** What such objects carry, by type. Whoever selects anything else of them is answered the ordinary way. */
export const carriedFields: Readonly<Record<string, ReadonlySet<string>>> = {
  Node: new Set(['id']),
  Actor: new Set(['id', 'displayName', 'avatarUrl']),
  Member: new Set(['id', 'displayName', 'avatarUrl']),
  ApiToken: new Set(['id', 'displayName', 'avatarUrl']),
  Post: new Set(['id', 'title', 'state', 'revision', 'pillar', 'campaign', 'author', 'approval', 'variants']),
  PostVariant: new Set(['format', 'channel', 'content']),
  Content: new Set(['text', 'link', 'media', 'parts']),
  ContentPart: new Set(['text', 'media']),
  ContentMedia: new Set(['asset', 'altText']),
  MediaAsset: new Set(['id', 'kind', 'altText', 'thumbnailUrl']),
  Channel: new Set(['id', 'name', 'handle', 'network']),
  Pillar: new Set(['id', 'name', 'color']),
  Campaign: new Set(['id', 'name']),
  Slot: new Set(['id', 'channel', 'weekday', 'localTime', 'timeZone']),
  Occasion: new Set(['id', 'name', 'period']),
};

type Marked = Readonly<Record<string, unknown>> & { readonly [carries]?: true };

/** Fields below which all objects carry their answers, if all that is selected there is carried. */
const carryingFields: ReadonlySet<string> = new Set(['Workspace.calendar']);

/** Resolvers that do nothing for an object that carries, but read the answer there. */
const plain = new WeakSet<object>();

/** Lets the fields of those types answer from what an object carries; a function, only where the field has arguments. */
export function answerCarried(schema: GraphQLSchema): GraphQLSchema {
  for (const [typeName, names] of Object.entries(carriedFields)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) continue;
    const fields = type.getFields();
    for (const name of names) {
      const field = fields[name];
      if (field === undefined) throw new TypeError(`${typeName} has no field ${name} that could be carried`);
      const { resolve } = field;
      if (resolve === undefined) continue;
      field.resolve = (parent, args, context, info) => {
        const marked = parent as Marked; // whatever a resolver before it returned
        if (marked[carries] !== true) return resolve(parent, args, context, info);
        const value = marked[name];
        return typeof value === 'function' ? (value.call(parent, args, context) as unknown) : value;
      };
      if (field.args.length === 0) plain.add(field.resolve);
    }
  }
  return schema;
}

/** True where everything that a selection enters below this type is carried. */
function carriesAll(
  info: Pick<GraphQLResolveInfo, 'schema' | 'fragments'>,
  type: GraphQLNamedType | undefined,
  node: SelectionNode,
): boolean {
  if (type === undefined) return false;
  if (node.kind === Kind.FIELD) {
    const name = node.name.value;
    if (name.startsWith('__')) return true;
    const allowed = carriedFields[type.name];
    if (allowed !== undefined && !allowed.has(name)) return false;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (field === undefined) return false;
    const entered = getNamedType(field.type);
    // What is neither carried nor leads to something carried answers for itself: a network, a period.
    if (allowed !== undefined && carriedFields[entered.name] === undefined) return true;
    return (node.selectionSet?.selections ?? []).every((each) => carriesAll(info, entered, each));
  }
  const fragment = node.kind === Kind.FRAGMENT_SPREAD ? info.fragments[node.name.value] : node;
  const condition = fragment?.typeCondition?.name.value;
  const inside = condition === undefined ? type : info.schema.getType(condition);
  return (fragment?.selectionSet.selections ?? []).every((each) => carriesAll(info, inside, each));
}

/** By node of a document: documents are parsed once and asked often. */
const known = new WeakMap<SelectionNode, boolean>();

/** True where the field that is being resolved is asked for nothing but what objects carry. */
export const isCarried = (info: GraphQLResolveInfo): boolean =>
  info.fieldNodes.every((node) => {
    const found = known.get(node) ?? carriesAll(info, info.parentType, node);
    known.set(node, found);
    return found;
  });

/** True where every object of those types that a selection reaches is one that carries. */
function meetsOnlyCarriers(
  info: Pick<GraphQLResolveInfo, 'schema' | 'fragments'>,
  type: GraphQLNamedType | undefined,
  { selections }: SelectionSetNode,
): boolean {
  if (!isObjectType(type)) return false;
  return selections.every((node) => {
    if (node.kind !== Kind.FIELD) {
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? info.fragments[node.name.value] : node;
      const on = fragment?.typeCondition?.name.value;
      // Only of the type itself: what an interface may be is not looked through.
      return (
        fragment !== undefined &&
        (on === undefined || on === type.name) &&
        meetsOnlyCarriers(info, type, fragment.selectionSet)
      );
    }
    if (carryingFields.has(`${type.name}.${node.name.value}`)) return carriesAll(info, type, node);
    if (node.selectionSet === undefined) return true;
    const entered = type.getFields()[node.name.value]?.type;
    const named = entered && getNamedType(entered);
    return (
      named !== undefined &&
      carriedFields[named.name] === undefined &&
      meetsOnlyCarriers(info, named, node.selectionSet)
    );
  });
}

/**
 * Runs what reads a schema's resolvers at once, and where it is for an operation that meets such types only as objects that carry,
 * without the resolvers that would do nothing but read there: a compiler then reads the objects itself.
 */
export function withPlainFields<Result>(
  schema: GraphQLSchema,
  { operation, fragments }: Pick<GraphQLResolveInfo, 'operation' | 'fragments'>,
  run: () => Result,
): Result {
  const root = schema.getRootType(operation.operation) ?? undefined;
  if (!meetsOnlyCarriers({ schema, fragments }, root, operation.selectionSet)) return run();
  const taken: (() => void)[] = [];
  for (const typeName of Object.keys(carriedFields)) {
    const type = schema.getType(typeName);
    for (const field of isObjectType(type) ? Object.values(type.getFields()) : []) {
      const { resolve } = field;
      if (resolve === undefined || !plain.has(resolve)) continue;
      delete field.resolve;
      taken.push(() => {
        field.resolve = resolve;
      });
    }
  }
  try {
    return run();
  } finally {
    for (const giveBack of taken) giveBack();
  }
}
