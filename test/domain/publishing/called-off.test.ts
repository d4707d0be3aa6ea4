import { describe, expect, it } from 'vitest';
import { allowedDeliveryActions, postStateOf, resolveDelivery } from '../../../src/domain/publishing/delivery.ts';
import { memberWith } from '../viewer.ts';

describe('a delivery that was called off', () => {
  it('says nothing of the others: a channel that was taken away leaves the post as it is', () => {
    expect(postStateOf(['PLANNED', 'CANCELLED'])).toBe('SCHEDULED');
    expect(postStateOf(['PUBLISHED', 'CANCELLED'])).toBe('PUBLISHED');
    expect(postStateOf(['FAILED', 'CANCELLED'])).toBe('FAILED');
    expect(postStateOf(['CANCELLED', 'CANCELLED'])).toBe('CANCELLED');
  });
});

describe('a delivery that waits for a network’s moderators', () => {
  it('can be settled by a person who looked, as nobody may ever hear of it again', () => {
    const delivery = { state: 'AWAITING_MODERATION', attempt: 1 } as const;
    expect(allowedDeliveryActions(memberWith('OWNER'), delivery)).toEqual(['RESOLVE']);
    expect(resolveDelivery(memberWith('OWNER'), delivery, 'PUBLISHED')).toMatchObject({
      ok: true,
      events: [{ from: 'AWAITING_MODERATION', to: 'PUBLISHED' }],
    });
  });
});
