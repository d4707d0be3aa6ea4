import { z } from 'zod';
import type { Connector } from '@polyphony/sdk';
import type { InputRef, ObjectRef, UnionRef } from '@pothos/core';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { installedConnectors } from '../installed.ts';

/** A variant's options, with the key of the network whose they are. */
export interface NetworkOptionsValue {
  readonly network: string;
  readonly value: Readonly<Record<string, unknown>>;
}

type Types = typeof builder.$inferSchemaTypes;
type Scalar = 'Int' | 'Float' | 'String' | 'Boolean';

/** A property of an option schema, as JSON Schema tells it. */
interface Property {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly items?: Property;
  readonly nullable?: boolean;
}

const scalars: Readonly<Record<string, Scalar>> = {
  integer: 'Int',
  number: 'Float',
  string: 'String',
  boolean: 'Boolean',
};

const pascal = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

interface OptionType {
  readonly type: Scalar | ReturnType<typeof builder.enumType>;
  readonly list: boolean;
  readonly description: string;
}

function optionType(connector: Connector, typeName: string, name: string, property: Property): OptionType {
  const description = property.description ?? `${connector.network.name}: ${name}.`;
  if (property.type === 'array')
    return { ...optionType(connector, typeName, name, property.items ?? {}), description, list: true };
  if (property.enum !== undefined) {
    const type = builder.enumType(`${typeName}${pascal(name)}`, {
      description,
      values: Object.fromEntries(property.enum.map((value) => [value, { description: `${value}.` }])),
    });
    return { type, list: false, description };
  }
  const type = scalars[property.type ?? ''];
  if (type === undefined) {
    throw new TypeError(
      `${connector.network.key}: option "${name}" is neither a number, text, truth value, choice, nor a list of these`,
    );
  }
  return { type, list: false, description };
}

/**
 * The typed options of every connector that declares some: a `@oneOf` input with one field a network, and a union. A
 * connector's zod schema is the only place where an option is written. Without any options there is no such type, as an
 * empty one is not allowed.
 */
export function registerNetworkOptions(): {
  readonly input?: InputRef<Partial<Record<string, Record<string, unknown>>>>;
  readonly output?: UnionRef<Types, NetworkOptionsValue>;
} {
  const withOptions = installedConnectors().filter((connector) => connector.options !== undefined);
  if (withOptions.length === 0) return {};
  const inputs = new Map<string, InputRef<Record<string, unknown>>>();
  const outputs = new Map<string, ObjectRef<Types, NetworkOptionsValue>>();
  for (const connector of withOptions) {
    const { key, name } = connector.network;
    const typeName = `${pascal(key)}PostOptions`;
    // This dialect says `nullable`, where others make it a choice of two types.
    const schema = z.toJSONSchema(connector.options ?? z.object({}), { io: 'input', target: 'openapi-3.0' });
    const required = new Set(schema.required ?? []);
    const options = Object.entries(schema.properties ?? {}).map(([option, property]) => ({
      option,
      required: required.has(option) && (property as Property).nullable !== true,
      ...optionType(connector, typeName, option, property as Property),
    }));
    inputs.set(
      key,
      builder.inputType(`${typeName}Input`, {
        description: `${name}’s own settings of a post.`,
        fields: (t) =>
          Object.fromEntries(
            options.map(({ option, type, list, description, ...rest }) => [
              option,
              t.field({ type: list ? [type] : type, required: rest.required, description }),
            ]),
          ),
      }), // its fields are known at run time only
    );
    outputs.set(
      key,
      builder.objectRef<NetworkOptionsValue>(typeName).implement({
        description: `${name}’s own settings of a post.`,
        extensions: access('READ_POSTS'),
        fields: (t) =>
          Object.fromEntries(
            options.map(({ option, type, list, description }) => [
              option,
              t.field({
                type: list ? [type] : type,
                nullable: true,
                description: `${description} Null: the network’s default.`,
                resolve: ({ value }) => (value[option] ?? null) as never, // valid by the connector's schema when it was stored
              }),
            ]),
          ),
      }),
    );
  }
  return {
    input: builder.inputType('NetworkOptionsInput', {
      description: 'A network’s own settings of a post: exactly the field of the channel’s network.',
      isOneOf: true,
      fields: (t) =>
        Object.fromEntries(
          [...inputs].map(([key, type]) => [key, t.field({ type, description: 'For a channel of this network.' })]),
        ),
    }), // as above
    output: builder.unionType('NetworkOptions', {
      description: 'A network’s own settings of a post.',
      types: [...outputs.values()],
      resolveType: ({ network }) => `${pascal(network)}PostOptions`,
    }),
  };
}
