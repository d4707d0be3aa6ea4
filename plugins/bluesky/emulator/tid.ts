const alphabet = '234567abcdefghijklmnopqrstuvwxyz';

const encode = (value: bigint, length: number): string => {
  let text = '';
  for (let rest = value, index = 0; index < length; index++, rest >>= 5n)
    text = (alphabet[Number(rest & 31n)] ?? '') + text;
  return text;
};

/** A record's key by time: microseconds in 53 bits, then the number of the clock that made it in 10. */
export const tidAt = (ms: number, clock = 0, microseconds = 0): string =>
  encode(BigInt(ms) * 1000n + BigInt(microseconds % 1000), 11) + encode(BigInt(clock % 1024), 2);

export const isTid = (text: string): boolean => /^[234567abcdefghij][234567a-z]{12}$/.test(text);
