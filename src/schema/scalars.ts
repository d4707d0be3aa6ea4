import { GraphQLScalarType } from 'graphql';
import { DateTimeResolver } from 'graphql-scalars';
import { builder } from './builder.ts';

builder.addScalarType(
  'DateTime',
  new GraphQLScalarType({
    ...DateTimeResolver.toConfig(),
    description: 'An instant, RFC 3339, always with an offset.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  }),
);

/**
 * Scalars that are text whose rules the domain knows: it answers with a code, a path into the input and a fix, which a failed
 * coercion could not.
 */
const texts = [
  ['Date', 'A day of the calendar, YYYY-MM-DD.', 'https://www.rfc-editor.org/rfc/rfc3339'],
  [
    'LocalDateTime',
    'A wall time with its day and without a zone, YYYY-MM-DDTHH:mm:ss.',
    'https://en.wikipedia.org/wiki/ISO_8601#Combined_date_and_time_representations',
  ],
  ['LocalTime', 'A time of day without a zone, HH:mm.', 'https://en.wikipedia.org/wiki/ISO_8601#Times'],
  ['TimeZone', 'A name of the IANA time zone database, such as Europe/Riga.', 'https://www.iana.org/time-zones'],
  ['UtcOffset', 'An offset from UTC, such as +03:00.', 'https://www.rfc-editor.org/rfc/rfc3339'],
  ['URL', 'An absolute URL.', 'https://url.spec.whatwg.org'],
  ['EmailAddress', 'An e-mail address.', 'https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address'],
  ['Decimal', 'An exact decimal number as text, such as 19.90.', 'https://www.w3.org/TR/xmlschema-2/#decimal'],
  ['Currency', 'A currency of ISO 4217, such as EUR.', 'https://www.iso.org/iso-4217-currency-codes.html'],
  ['CountryCode', 'A country of ISO 3166-1 alpha-2, such as LV.', 'https://www.iso.org/iso-3166-country-codes.html'],
  ['Locale', 'A language tag of BCP 47, such as kk.', 'https://www.rfc-editor.org/rfc/bcp/bcp47.txt'],
  ['HexColorCode', 'A colour, such as #00aa88.', 'https://en.wikipedia.org/wiki/Web_colors'],
] as const;

for (const [name, description, specifiedByURL] of texts) {
  builder.scalarType(name, {
    description,
    specifiedByURL,
    serialize: String,
    parseValue(value) {
      if (typeof value !== 'string') throw new TypeError(`${name} must be a string`);
      return value;
    },
  });
}

builder.scalarType('Upload', {
  description: 'A file, sent as the GraphQL multipart request specification says.',
  specifiedByURL: 'https://github.com/jaydenseric/graphql-multipart-request-spec',
  serialize() {
    throw new TypeError('A file is never an answer');
  },
  // What stands here is the key that uploads.ts put in the place of the file.
  parseValue(value) {
    if (typeof value !== 'string') throw new TypeError('A file comes with a multipart request');
    return value;
  },
});
