import type { Connector } from '@polyphony/sdk';

const price = (name: string, amount: string) => ({
  name,
  amount,
  currency: 'USD',
  source: 'https://example.com/prices',
  asOf: '2026-11-01',
});

/** The sandbox, with a price for each post, and another one for a post with an address in it. */
export const charging = (sandbox: Connector): Connector => ({
  ...sandbox,
  capabilities: {
    ...sandbox.capabilities,
    formats: sandbox.capabilities.formats.map((format) => ({
      ...format,
      spends: [
        { price: 'post', per: 'PART_WITHOUT_ADDRESS' },
        { price: 'post with link', per: 'PART_WITH_ADDRESS' },
      ],
    })),
    prices: [price('post', '0.015'), price('post with link', '0.2')],
  },
});
