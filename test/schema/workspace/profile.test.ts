import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkError, type ChannelProfile, type Connector, type ErrorKind, type ProfilePatch } from '@polyphony/sdk';
import { beforeAll, describe, expect, it } from 'vitest';
import { contractDocument } from '../../support/documents.ts';
import { plain } from '../../support/pictures.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

interface Result {
  readonly channel: { readonly id: string; readonly profile: Record<string, string | null> } | null;
  readonly outcome: string;
  readonly problem: { readonly code: string; readonly message: string } | null;
}
interface Answer {
  readonly updateChannelProfiles: { readonly __typename: string; readonly results: readonly Result[] };
}

const update = async (channelIds: readonly string[], profile: object, more: object = {}, as?: string) => {
  const { data, errors } = await here.gql<Answer>(
    contractDocument('OneLook'),
    { input: { channelIds, profile, ...more } },
    as,
  );
  if (data?.updateChannelProfiles === undefined) throw new Error(JSON.stringify(errors));
  return data.updateChannelProfiles;
};
const rowOf = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1] ?? '';

async function upload(width: number, height: number, name = 'look.png'): Promise<string> {
  const { data } = await here.gql<{ uploadMedia: { id: string } }>(
    'mutation ($input: UploadMediaInput!) { uploadMedia(input: $input) { ... on MediaAsset { id } } }',
    { input: { file: new File([await plain(width, height).png().toBuffer()], name) } },
  );
  return data?.uploadMedia.id ?? '';
}

/** A network of looks. `looks`: how its accounts look; `asked`: what it was asked to change. */
function network(refuses: ErrorKind | null = null, maxBytes?: number) {
  const looks = new Map<string, ChannelProfile>();
  const asked: (ProfilePatch & { readonly bytes?: number })[] = [];
  const connector = (sandbox: Connector): Connector => ({
    ...sandbox,
    capabilities: {
      ...sandbox.capabilities,
      profile: {
        fields: ['displayName', 'bio', 'avatar', 'header'],
        maxLengths: { displayName: 30, bio: 100 },
        images: ['avatar', 'header'].map((slot) => ({
          slot,
          width: 400,
          height: 400,
          mimeTypes: ['image/jpeg'],
          ...(maxBytes !== undefined && { maxBytes }),
        })),
      },
    },
    profile: {
      read: (_, channelId) => Promise.resolve(looks.get(channelId) ?? {}),
      async update({ http }, channelId, patch) {
        let bytes = 0;
        for await (const chunk of (await patch.avatar?.open()) ?? []) bytes += chunk.byteLength;
        asked.push({ ...patch, ...(bytes > 0 && { bytes }) });
        if (refuses !== null) {
          throw new NetworkError({ kind: refuses, code: 'no', network: 'sandbox', message: `No, at ${http.baseUrl}` });
        }
        const { avatar, header, ...texts } = patch;
        const pictures = {
          ...(avatar && { avatarUrl: 'https://cdn.example.com/avatar' }),
          ...(header && { headerUrl: 'https://cdn.example.com/header' }),
        };
        looks.set(channelId, { ...looks.get(channelId), ...texts, ...pictures });
        return looks.get(channelId) ?? {};
      },
    },
  });
  return { asked, connector };
}

describe('one look for several channels', () => {
  it('is asked of each network, shown on each channel, and told in the log', async () => {
    const { connector, asked } = network();
    await world.withConnector(connector, async () => {
      const bio = 'Хлеб 🥐 maize нан';
      const avatarAssetId = await upload(500, 500);
      const { results } = await update(here.channelIds, { displayName: 'Acme', bio, avatarAssetId });
      const profile = {
        displayName: 'Acme',
        bio,
        avatarUrl: 'https://cdn.example.com/avatar',
        headerUrl: null,
        link: null,
      };
      expect(results).toEqual(
        here.channelIds.map((id) => ({ channel: { id, profile }, outcome: 'DONE', problem: null })),
      );
      // A PNG, where the network takes JPEG alone.
      expect(asked).toMatchObject([
        { displayName: 'Acme', bio, avatar: { mimeType: 'image/jpeg', width: 500 } },
        { displayName: 'Acme' },
      ]);
      expect(asked[0]?.bytes).toBe(asked[0]?.avatar?.byteSize);
    });
    const row = await world.shell.db.prisma.channel.findUniqueOrThrow({ where: { id: here.channels[0] } });
    expect(row).toMatchObject({ name: 'Acme', avatarUrl: 'https://cdn.example.com/avatar' });
    expect(row.lastSuccessAt).not.toBeNull();
    const events = await world.shell.db.prisma.event.findMany({
      where: { workspaceId: here.id, type: 'CHANNEL_CHANGED' },
    });
    expect(events).toMatchObject(
      here.channels.map((channelId) => ({
        channelId,
        from: null,
        to: null,
        fields: ['displayName', 'bio', 'avatar'],
        actorKind: 'MEMBER',
      })),
    );
  });

  it('is refused where no network could take it, or a picture is nobody’s, before any is asked', async () => {
    const { connector, asked } = network();
    await world.withConnector(connector, async () => {
      expect(await update(here.channelIds, {})).toMatchObject({ __typename: 'ValidationFailed' });
      expect(await update(here.channelIds, { link: 'javascript:alert(1)' })).toMatchObject({
        __typename: 'ValidationFailed',
        path: ['profile', 'link'],
      });
      const other = await world.workspace();
      expect(await update(here.channelIds, { avatarAssetId: other.assetGlobalId })).toMatchObject({
        __typename: 'NotFound',
        path: ['profile', 'avatarAssetId'],
      });
      const many = Array.from({ length: 101 }, () => here.channelIds[0]);
      expect(await update(many, { bio: 'x' })).toMatchObject({ __typename: 'ValidationFailed', path: ['channelIds'] });
    });
    expect(asked).toEqual([]);
  });

  it('leaves a channel as it is whose network would not take it, and says why; the others change', async () => {
    const { connector, asked } = network();
    const elsewhere = await world.workspace();
    const lost = await here.channel();
    await world.shell.db.prisma.channel.update({ where: { id: rowOf(lost) }, data: { status: 'NEEDS_RECONNECT' } });
    await world.withConnector(connector, async () => {
      const avatarAssetId = await upload(399, 400);
      const { results } = await update(here.channelIds, { avatarAssetId, bio: 'x'.repeat(101) });
      expect(results.map(({ outcome, problem }) => [outcome, problem?.code])).toEqual([
        ['FAILED', 'VALIDATION_FAILED'],
        ['FAILED', 'VALIDATION_FAILED'],
      ]);
      expect(asked).toEqual([]);
      const mixed = await update([elsewhere.channelIds[0], lost, here.channelIds[0]], { bio: 'New' });
      expect(mixed.results.map(({ channel, outcome, problem }) => [channel?.id, outcome, problem?.code])).toEqual([
        [undefined, 'FAILED', 'NOT_FOUND'],
        [lost, 'FAILED', 'CHANNEL_UNAVAILABLE'],
        [here.channelIds[0], 'DONE', undefined],
      ]);
    });
  });

  it('leaves out what a network does not let anybody change, and says it', async () => {
    const { connector, asked } = network();
    await world.withConnector(connector, async () => {
      const { results } = await update([here.channelIds[0]], { bio: 'Both', link: 'https://acme.example' });
      expect(results).toMatchObject([
        {
          outcome: 'DONE',
          problem: { code: 'NOT_SUPPORTED_BY_NETWORK', message: expect.stringContaining('link') as string },
        },
      ]);
      expect(asked).toEqual([{ bio: 'Both' }]);
      const [only] = (await update([here.channelIds[0]], { link: 'https://acme.example' })).results;
      expect(only).toMatchObject({ outcome: 'FAILED', problem: { code: 'NOT_SUPPORTED_BY_NETWORK' } });
    });
  });

  it.each([
    ['network_down', 'NETWORK', 'CONNECTED'],
    ['auth_revoked', 'USER', 'NEEDS_RECONNECT'],
  ] as const)('tells what the network refused with %s, and the channel’s health knows', async (kind, actor, status) => {
    const there = await world.workspace();
    const { connector } = network(kind);
    await world.withConnector(connector, async () => {
      const document =
        'mutation ($input: UpdateChannelProfilesInput!) { updateChannelProfiles(input: $input) { ... on UpdateChannelProfilesSuccess { results { outcome problem { __typename code actor parameters { name value } } channel { status health { lastProblem { kind networkCode } } } } } } }';
      const input = { channelIds: [there.channelIds[0]], profile: { bio: 'x' }, idempotencyKey: 'refused' };
      const { data } = await there.gql(document, { input });
      expect(data?.updateChannelProfiles).toMatchObject({
        results: [
          {
            outcome: 'FAILED',
            problem: { __typename: 'NetworkRefused', code: 'NETWORK_REFUSED', actor },
            channel: { status, health: { lastProblem: { kind: kind.toUpperCase(), networkCode: 'no' } } },
          },
        ],
      });
    });
  });

  it('is not asked again with the same key, of which nothing is kept where nothing was changed', async () => {
    const input = { idempotencyKey: 'look-1' };
    const failing = network('network_down');
    await world.withConnector(failing.connector, () => update([here.channelIds[0]], { bio: 'Once' }, input));
    const { connector, asked } = network();
    await world.withConnector(connector, async () => {
      const first = await update(
        [here.channelIds[0]],
        { bio: 'Once', link: 'https://acme.example' },
        { idempotencyKey: 'look-2' },
      );
      const again = await update(
        [here.channelIds[0]],
        { bio: 'Once', link: 'https://acme.example' },
        { idempotencyKey: 'look-2' },
      );
      expect(again).toEqual(first);
      expect(asked).toHaveLength(1);
      expect(await update([here.channelIds[0]], { bio: 'Once' }, input)).toMatchObject({
        results: [{ outcome: 'DONE' }],
      });
      expect(asked).toHaveLength(2);
      expect(await update([here.channelIds[0]], { bio: 'Other' }, input)).toMatchObject({
        __typename: 'IdempotencyKeyReused',
      });
    });
  });

  it('is asked once where the same key comes several times at once, and not where it comes with something else', async () => {
    const { connector, asked } = network();
    await world.withConnector(connector, async () => {
      const channels = [...here.channelIds];
      const once = () => update(channels, { bio: 'At once' }, { idempotencyKey: 'at-once' });
      const other = () => update(channels, { bio: 'Another' }, { idempotencyKey: 'at-once' });
      const [first, second, third, reused] = await Promise.all([once(), once(), once(), other()]);
      expect(first.results).toMatchObject([{ outcome: 'DONE' }, { outcome: 'DONE' }]);
      expect([second, third]).toEqual([first, first]);
      expect(reused).toMatchObject({ __typename: 'IdempotencyKeyReused' });
      expect(asked).toEqual([{ bio: 'At once' }, { bio: 'At once' }]);
    });
  });

  it('is refused once where the same key comes several times at once and the network takes nothing', async () => {
    const { connector, asked } = network('network_down');
    const slow = (sandbox: Connector): Connector => {
      const { profile, ...rest } = connector(sandbox);
      if (profile === undefined) throw new TypeError('It has a look');
      const update: typeof profile.update = (...all) => sleep(500).then(() => profile.update(...all));
      return { ...rest, profile: { ...profile, update } };
    };
    await world.withConnector(slow, async () => {
      const once = () => update([here.channelIds[0]], { bio: 'Down' }, { idempotencyKey: 'down' });
      const all = await Promise.all([once(), once()]);
      for (const { results } of all)
        expect(results).toMatchObject([{ outcome: 'FAILED', problem: { code: 'NETWORK_REFUSED' } }]);
      expect(asked).toHaveLength(1);
    });
  });

  it('says that nobody knows, and asks nobody, where the process died while the network was asked', async () => {
    const { connector, asked } = network();
    await world.withConnector(connector, async () => {
      const again = () => update([here.channelIds[0]], { bio: 'Died' }, { idempotencyKey: 'died' });
      await again();
      const { id } = here;
      await world.shell.db.prisma.idempotencyKey.updateMany({
        where: { workspaceId: id, key: 'died' },
        data: { outcomeType: 'UNDER_WAY', createdAt: new Date(world.shell.now().getTime() - 61_000) },
      });
      expect((await again()).results).toMatchObject([
        { outcome: 'FAILED', problem: { message: expect.stringContaining('not known') as string } },
      ]);
      expect(asked).toHaveLength(1);
    });
  });

  it('is of the channels that a limited member sees', async () => {
    const { connector, asked } = network();
    await world.withConnector(connector, async () => {
      const limited = await here.member('ADMIN', [here.channels[1]]);
      const { results } = await update(here.channelIds, { bio: 'Mine' }, {}, limited);
      expect(results.map(({ outcome }) => outcome)).toEqual(['FAILED', 'DONE']);
      expect(asked).toHaveLength(1);
    });
  });

  it('works on the sandbox itself', async () => {
    const there = await world.workspace();
    const { data } = await there.gql<Answer>(contractDocument('OneLook'), {
      input: { channelIds: there.channelIds, profile: { displayName: 'Jauns vārds', bio: 'Жаңа' } },
    });
    expect(data?.updateChannelProfiles.results).toMatchObject(
      there.channelIds.map(() => ({
        outcome: 'DONE',
        problem: null,
        channel: { profile: { displayName: 'Jauns vārds', bio: 'Жаңа' } },
      })),
    );
  });
});
