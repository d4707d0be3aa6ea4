/** Shares of those whom a community reaches. */
const bySexAndAge: readonly (readonly [value: string, share: number])[] = [
  ['f;18-21', 0.07],
  ['f;21-24', 0.1],
  ['f;24-27', 0.12],
  ['f;27-30', 0.11],
  ['f;30-35', 0.12],
  ['f;35-45', 0.1],
  ['m;18-21', 0.05],
  ['m;21-24', 0.06],
  ['m;24-27', 0.08],
  ['m;27-30', 0.07],
  ['m;30-35', 0.07],
  ['m;35-45', 0.05],
];
const byCountry = [
  { value: 12, code: 'LV', name: 'Латвия', share: 0.55 },
  { value: 4, code: 'KZ', name: 'Казахстан', share: 0.3 },
  { value: 14, code: 'EE', name: 'Эстония', share: 0.15 },
];
const byCity = [
  { value: 1_925_340, name: 'Рига', share: 0.5 },
  { value: 183, name: 'Алматы', share: 0.3 },
  { value: 1_926_001, name: 'Юрмала', share: 0.2 },
];

/** Who they are: as the network adds it to the reach of a community. */
export function demographyOf(reach: number) {
  const part = (share: number) => Math.round(reach * share);
  const sumOf = (side: number) => {
    const sums = new Map<string, number>();
    for (const [both, share] of bySexAndAge) {
      const value = both.split(';')[side] ?? '';
      sums.set(value, (sums.get(value) ?? 0) + share);
    }
    return [...sums].map(([value, share]) => ({ value, count: part(share) }));
  };
  return {
    sex: sumOf(0),
    age: sumOf(1),
    sex_age: bySexAndAge.map(([value, share]) => ({ value, count: part(share) })),
    countries: byCountry.map(({ share, ...country }) => ({ ...country, count: part(share) })),
    cities: byCity.map(({ share, ...city }) => ({ ...city, count: part(share) })),
  };
}
