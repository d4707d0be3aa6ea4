import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedChannelActions,
  changeChannel,
  channelStatuses,
  connectChannel,
  disconnectChannel,
  loseGrant,
  missingScopesOf,
  recheckChannel,
} from '../../../src/domain/workspace/channel.ts';
import { may } from '../../../src/domain/workspace/permission.ts';
import { anyViewer, memberWith } from '../viewer.ts';

const owner = memberWith('OWNER');
const anyStatus = fc.constantFrom(...channelStatuses);

describe('what a viewer may do with a channel', () => {
  it.each([
    ['CONNECTED', ['RECONNECT', 'RECHECK', 'UPDATE_PROFILE', 'DISCONNECT']],
    ['DEGRADED', ['RECONNECT', 'RECHECK', 'UPDATE_PROFILE', 'DISCONNECT']],
    ['NEEDS_RECONNECT', ['RECONNECT', 'RECHECK', 'DISCONNECT']],
    ['DISCONNECTED', ['RECONNECT']],
  ] as const)('that is %s is %j', (status, actions) => {
    expect(allowedChannelActions(owner, { status, changesLook: true })).toEqual(actions);
    expect(allowedChannelActions(owner, { status })).toEqual(actions.filter((action) => action !== 'UPDATE_PROFILE'));
  });

  it('is nothing where they do not manage channels, and else what the mutations accept', () => {
    fc.assert(
      fc.property(anyViewer, anyStatus, (viewer, status) => {
        const allowed = allowedChannelActions(viewer, { status });
        if (!may(viewer, 'MANAGE_CHANNELS')) expect(allowed).toEqual([]);
        const decision = disconnectChannel(viewer, { status });
        expect(decision.ok).toBe(allowed.includes('DISCONNECT'));
        expect(recheckChannel(viewer, { status }).ok).toBe(allowed.includes('RECHECK'));
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
    expect(connectChannel(null, [])).toEqual({ type: 'CHANNEL_CONNECTED', from: null, to: 'CONNECTED' });
  });

  it.each(channelStatuses)('makes one that is %s work again', (status) => {
    expect(connectChannel({ status }, [])).toEqual({ type: 'CHANNEL_CONNECTED', from: status, to: 'CONNECTED' });
  });

  it('makes one work in part where not everything was granted', () => {
    expect(connectChannel(null, ['posts'])).toMatchObject({ from: null, to: 'DEGRADED' });
  });
});

describe('missingScopesOf', () => {
  const way = (...names: string[]) => ({ scopes: names.map((name) => ({ name })) });

  it.each([
    ['nothing where no scopes are named', [], [way('read', 'write')], []],
    ['what was asked for and not granted', ['read'], [way('read', 'write')], ['write']],
    ['nothing where more was granted than asked for', ['read', 'write', 'more'], [way('read')], []],
    ['by the way that asks for most of it', ['b', 'c'], [way('a'), way('b', 'c', 'd')], ['d']],
    ['nothing where nothing is asked for', ['read'], [], []],
  ] as const)('is %s', (_, granted, ways, missing) => {
    expect(missingScopesOf(granted, ways)).toEqual(missing);
  });
});

describe('changeChannel', () => {
  it.each([
    ['CONNECTED', [], [], null],
    ['CONNECTED', [], ['name'], { from: null, to: null, fields: ['name'] }],
    [
      'CONNECTED',
      ['posts'],
      ['missingScopes'],
      { from: 'CONNECTED', to: 'DEGRADED', fields: ['status', 'missingScopes'] },
    ],
    ['NEEDS_RECONNECT', [], [], { from: 'NEEDS_RECONNECT', to: 'CONNECTED', fields: ['status'] }],
    ['CONNECTED', null, [], { from: 'CONNECTED', to: 'NEEDS_RECONNECT', fields: ['status'] }],
    ['NEEDS_RECONNECT', null, [], null],
  ] as const)('of one that is %s and lacks %j, with %j changed, is %j', (status, missing, fields, event) => {
    expect(changeChannel({ status }, missing, fields)).toEqual(event && { type: 'CHANNEL_CHANGED', ...event });
  });
});

describe('recheckChannel', () => {
  it('finds no channel where there is none to see', () => {
    expect(recheckChannel(owner, null)).toMatchObject({ error: { code: 'NOT_FOUND', path: ['channelId'] } });
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
