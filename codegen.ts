import type { CodegenConfig } from '@graphql-codegen/cli';
import { print } from 'graphql';
import { implementedOperations } from './test/support/documents.ts';

/** Typed documents for the operations of the contract that are implemented: what a client gets from this schema. */
const config: CodegenConfig = {
  schema: 'src/schema/schema.graphql',
  documents: implementedOperations().map(({ document }) => print(document)),
  generates: {
    'test/support/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        defaultScalarType: 'unknown',
        strictScalars: true,
        scalars: {
          DateTime: 'string',
          Date: 'string',
          LocalDateTime: 'string',
          LocalTime: 'string',
          TimeZone: 'string',
          UtcOffset: 'string',
          URL: 'string',
          EmailAddress: 'string',
          Decimal: 'string',
          Currency: 'string',
          CountryCode: 'string',
          Locale: 'string',
          HexColorCode: 'string',
          Upload: 'Blob',
        },
      },
    },
  },
  importExtension: '.ts',
  silent: true,
};

export default config;
