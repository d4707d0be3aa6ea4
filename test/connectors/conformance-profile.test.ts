import { NetworkError, type Profile } from '@polyphony/sdk';
import { describe, expect, test } from 'vitest';
import { breaches, controlled, declaring, having, notes, sandbox, the } from './sandbox.ts';

// Each connector here is the sandbox's, its profile broken in one way.

const { read, update } = the(sandbox.profile);
const profile = (own: Partial<Profile>) => having('profile', own);
/** What goes to the network is changed on the way. */
const sending = (change: (patch: Parameters<Profile['update']>[2]) => Parameters<Profile['update']>[2]) =>
  profile({ update: (call, channelId, patch) => update(call, channelId, change(patch)) });

describe('profile', () => {
  test('sees a look that is read wrongly', async () => {
    const connector = profile({ read: async (...of) => ({ ...(await read(...of)), displayName: 'Else' }) });
    expect(await breaches('profile', connector)).toContain('`profile.read` tells "Else" of displayName');
  });
  test('sees an update that changes nothing', async () => {
    const found = await breaches('profile', profile({ update: (call, channelId) => read(call, channelId) }));
    expect(found).toMatch(/After bio was changed, people see "Sourdough/);
    expect(found).toContain('After avatar was changed, people see ""');
  });
  test('sees another field that changes, too', async () => {
    const connector = sending((patch) => ({ displayName: 'Always this', bio: '', ...patch }));
    const found = await breaches('profile', connector);
    expect(found).toContain('After avatar was changed, displayName, bio changed, too');
    expect(found).toMatch(
      /A change of avatar with the fault drop_after at its request 1, begun again, changed displayName, bio, too/,
    );
  });
  test('sees a field that is put in the place of another', async () => {
    const connector = sending(({ displayName, ...patch }) => ({
      ...patch,
      ...(displayName !== undefined && { bio: displayName }),
    }));
    expect(await breaches('profile', connector)).toContain('After displayName was changed, bio changed, too');
  });
  test('sees a picture that is another', async () => {
    const connector = sending(({ avatar, ...patch }) => ({
      ...patch,
      ...(avatar && { avatar: { ...avatar, url: 'https://example.com/else' } }),
    }));
    expect(await breaches('profile', connector)).toContain('people see "https://example.com/else" of it');
  });
  test('sees an answer that tells of how it was before', async () => {
    const connector = profile({
      update: async (call, channelId, patch) => {
        const before = await read(call, channelId);
        await update(call, channelId, patch);
        return before;
      },
    });
    expect(await breaches('profile', connector)).toMatch(/After bio was changed `profile.update` tells "Sourdough/);
  });
  test('sees an empty text that does not take the old one away', async () => {
    const connector = sending(({ bio, ...patch }) => ({ ...patch, ...(bio !== undefined && bio !== '' && { bio }) }));
    expect(await breaches('profile', connector)).toContain('After the bio was emptied, people see "Not for long"');
  });
  test('sees a text that is cut', async () => {
    const connector = sending(({ bio, ...patch }) => ({
      ...patch,
      ...(bio !== undefined && { bio: Array.from(bio).slice(0, 200).join('') }),
    }));
    expect(await breaches('profile', connector)).toContain('A bio of 200 characters and one more was taken');
  });
  test('sees lengths that are not the network’s', async () => {
    const capability = the(sandbox.capabilities.profile);
    const declared = (bio: number) => declaring({ profile: { ...capability, maxLengths: { bio } } });
    expect(await breaches('profile', declared(201))).toContain('A bio of 201 characters, as long as declared, failed');
    expect(await breaches('profile', declared(199))).toContain('A bio of 199 characters and one more was taken');
  });
  test('sees a text that is too long refused as something else', async () => {
    const connector = profile({
      update: (...with_) =>
        update(...with_).catch((error: unknown) => {
          if (!(error instanceof NetworkError)) throw error;
          throw new NetworkError({ ...error.details, kind: 'unexpected' });
        }),
    });
    expect(await breaches('profile', connector)).toContain('it should be refused as content_rejected');
  });
  test('sees a second time that fails', async () => {
    const connector = profile({
      async update(call, channelId, patch) {
        const { displayName } = await read(call, channelId);
        if (patch.displayName !== undefined && patch.displayName === displayName) {
          throw new NetworkError({ kind: 'duplicate', code: 'same', message: 'It is so.', network: 'sandbox' });
        }
        return update(call, channelId, patch);
      },
    });
    const found = await breaches('profile', connector);
    expect(found).toContain('The profile failed with duplicate');
    expect(found).toContain('with the fault drop_after at its request 2, begun again, failed with duplicate');
  });
  test('says so where the emulator does not tell', async () => {
    const blind = controlled(({ profile: _, ...control }) => control);
    expect(await notes('profile', sandbox, { emulator: blind })).toBe(
      'the emulator does not tell how an account looks',
    );
  });
});
