/** The values of an enum type, each with its description. */
export const valuesOf = <Name extends string>(texts: Readonly<Record<Name, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, description]) => [name, { description }])) as Record<
    Name,
    { description: string }
  >; // fromEntries forgets the keys
