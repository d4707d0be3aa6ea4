import {
  defaultFieldResolver,
  getNamedType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { isLimited, may, type Permission } from '../domain/workspace/permission.ts';
import { apiError, sessionOf, type GraphContext } from './context.ts';

/**
 * Who may read a type or a field: `ANYONE` even without a token; `VIEWER` whoever has one; else who has the permission. A type
 * says it once, and it is asked where a query enters the type; a field may say it for itself.
 */
export type Access = 'ANYONE' | 'VIEWER' | Permission;

/** Passed as `extensions` of a type or a field. */
export const access = (value: Access): { readonly access: Access } => ({ access: value });

/** Throws where the viewer may not. */
export function requireAccess(context: GraphContext, needed: Access): void {
  if (needed === 'ANYONE') return;
  const session = sessionOf(context);
  if (needed === 'VIEWER' || may(session, needed)) return;
  throw apiError('FORBIDDEN', `This needs the permission ${needed}.`, {
    fix:
      session.kind === 'TOKEN'
        ? 'Use a token with that scope.'
        : 'Ask an owner or admin of the workspace for a role that has it.',
  });
}

/** Throws where the viewer is limited to some channels and this is of all of them. */
export function requireAllChannels(context: GraphContext): void {
  if (!isLimited(sessionOf(context))) return;
  throw apiError('FORBIDDEN', 'This is of all channels, and you are limited to some.', {
    fix: 'Ask an owner or admin of the workspace who sees all of them.',
  });
}

/** What a type or a field says of who may read it. */
export const declaredAccess = (element: {
  readonly extensions: Readonly<Record<string, unknown>>;
}): Access | undefined => element.extensions.access as Access | undefined; // only written by access()

const rootNames = new Set(['Query', 'Mutation', 'Subscription']);

/** What entering a type asks for. A connection asks what its nodes ask, a union what any of its members asks. */
function entryAccess(type: GraphQLNamedType): readonly Access[] {
  if (isUnionType(type)) return type.getTypes().flatMap(entryAccess);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const own = declaredAccess(type);
  if (own !== undefined) return [own];
  const node = isObjectType(type) ? (type.getFields().edges ?? type.getFields().node) : undefined;
  return node === undefined ? [] : entryAccess(getNamedType(node.type));
}

/** Types that hold nothing of their own: connections, edges, and what every answer may carry. */
const isTransparent = (type: GraphQLObjectType) => /(Connection|Edge)$/.test(type.name) || type.name === 'PageInfo';

/**
 * Closes a schema: wraps every field that enters a type, so that it asks first. The default is closed: a type or root field
 * that does not say who may read it is an error here, at start, and not a leak.
 */
export function closeSchema(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const isRoot = rootNames.has(type.name);
    const inside = isRoot ? undefined : declaredAccess(type);
    if (!isRoot && inside === undefined && !isTransparent(type))
      throw new TypeError(`${type.name} does not say who may read it`);
    for (const field of Object.values(type.getFields())) {
      const own = declaredAccess(field);
      if (isRoot && own === undefined) throw new TypeError(`${type.name}.${field.name} does not say who may use it`);
      const needed = [
        ...new Set(
          [...(own === undefined ? [] : [own]), ...entryAccess(getNamedType(field.type))].filter(
            (each) => each !== 'ANYONE' && each !== inside,
          ),
        ),
      ];
      if (needed.length === 0) continue;
      const check = (context: GraphContext) => {
        for (const each of needed) requireAccess(context, each);
      };
      // A subscription is asked once, before anything is sent.
      if (type.name === 'Subscription' && field.subscribe) field.subscribe = guarded(field.subscribe, check);
      else field.resolve = guarded(field.resolve ?? defaultFieldResolver, check);
    }
  }
  return schema;
}

type Resolve = GraphQLFieldResolver<unknown, unknown>;

const guarded =
  (resolve: Resolve, check: (context: GraphContext) => void): Resolve =>
  (parent, args, context, info) => {
    check(context as GraphContext); // the only context there is
    return resolve(parent, args, context, info);
  };
