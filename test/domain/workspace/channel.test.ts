import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedChannelActions,
  channelStatuses,
  connectChannel,
  disconnectChannel,
  loseGrant,
} from '../../../src/domain/workspace/channel.ts';
import { may } from '../../../src/domain/workspace/permission.ts';
import { anyViewer, memberWith } from '../viewer.ts';

const owner = memberWith('OWNER');
const anyStatus = fc.constantFrom(...channelStatuses);

describe('what a viewer may do with a channel', () => {
  it.each([
    ['CONNECTED', ['RECONNECT', 'DISCONNECT']],
    ['DEGRADED', ['RECONNECT', 'DISCONNECT']],
    ['NEEDS_RECONNECT', ['RECONNECT', 'DISCONNECT']],
    ['DISCONNECTED', ['RECONNECT']],
  ] as const)('that is %s is %j', (status, actions) => {
    expect(allowedChannelActions(owner, { status })).toEqual(actions);
  });

  it('is nothing where they do not manage channels, and else what disconnectChannel accepts', () => {
    fc.assert(
      fc.property(anyViewer, anyStatus, (viewer, status) => {
        const allowed = allowedChannelActions(viewer, { status });
        if (!may(viewer, 'MANAGE_CHANNELS')) expect(allowed).toEqual([]);
        const decision = disconnectChannel(viewer, { status });
        expect(decision.ok).toBe(allowed.includes('DISCONNECT'));
        if (!decision.ok) {
          expect(decision.error).toMatchObject({ code: 'WRONG_STATE', state: status, allowedActions: allowed });
          expect(decision.error.parameters).toContainEqual({ name: 'action', value: 'DISCONNECT' });
        }
      }),
    );
  });
});

describe('connectChannel', () => {
  it('makes a channel that was not there', () => {
    expect(connectChannel(null)).toEqual({ type: 'CHANNEL_CONNECTED', from: null, to: 'CONNECTED' });
  });

  it.each(channelStatuses)('makes one that is %s work again', (status) => {
    expect(connectChannel({ status })).toEqual({ type: 'CHANNEL_CONNECTED', from: status, to: 'CONNECTED' });
  });
});

describe('disconnectChannel', () => {
  it('tells from which status', () => {
    expect(disconnectChannel(owner, { status: 'NEEDS_RECONNECT' })).toEqual({
      ok: true,
      events: [{ type: 'CHANNEL_DISCONNECTED', from: 'NEEDS_RECONNECT', to: 'DISCONNECTED' }],
    });
  });

  it('finds no channel where there is none to see', () => {
    expect(disconnectChannel(owner, null)).toMatchObject({ error: { code: 'NOT_FOUND', path: ['channelId'] } });
  });
});

describe('loseGrant', () => {
  it.each(['CONNECTED', 'DEGRADED'] as const)('makes a channel that is %s wait for a person', (status) => {
    expect(loseGrant({ status })).toEqual({ type: 'CHANNEL_CHANGED', from: status, to: 'NEEDS_RECONNECT' });
  });

  it.each(['NEEDS_RECONNECT', 'DISCONNECTED'] as const)('tells nothing new of one that is %s', (status) => {
    expect(loseGrant({ status })).toBeNull();
  });
});
