import type {
  Capabilities,
  Connector,
  defineConnector,
  ErrorTable,
  FormatCapability,
  Publication,
  Published,
  Publishing,
} from '@polyphony/sdk';
import { describe, expectTypeOf, it } from 'vitest';

// What the compiler refuses of a wrong connector, held by the check of types. The rest is told when it is loaded.

type Defined = Parameters<typeof defineConnector>[0];

describe('a connector that does not compile', () => {
  it('lacks a part that every connector has', () => {
    expectTypeOf<Connector>().toExtend<Defined>();
    expectTypeOf<Omit<Connector, 'errors'>>().not.toExtend<Defined>();
    expectTypeOf<Omit<Connector, 'channels'>>().not.toExtend<Defined>();
    expectTypeOf<Omit<Publishing, 'publish'>>().not.toExtend<Publishing>();
  });

  it('names what there is not', () => {
    expectTypeOf<{ busy: { kind: 'too_busy'; means: string } }>().not.toExtend<ErrorTable>();
    expectTypeOf<'REEL'>().not.toExtend<FormatCapability['format']>();
    expectTypeOf<'BOOST'>().not.toExtend<Capabilities['actions'][number]>();
  });

  it('publishes with other options than it declares, or answers something else', () => {
    type Options = { readonly loud: boolean };
    type Other = (call: never, post: Publication<{ readonly quiet: string }>) => Promise<Published>;
    expectTypeOf<Other>().not.toExtend<Publishing<Options>['publish']>();
    expectTypeOf<() => Promise<string>>().not.toExtend<Publishing['publish']>();
  });
});
