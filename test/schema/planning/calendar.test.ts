import { print } from 'graphql';
import { v7 as uuid } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { countStatements, statementsSent } from '../../../bench/statements.ts';
import type { Prisma } from '../../../src/generated/prisma/client.ts';
import { encodeGlobalID } from '../../../src/schema/ids.ts';
import { contractDocument } from '../../support/documents.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  countStatements();
  world = await openWorld();
  here = await world.workspace();
});

interface Entry {
  readonly __typename: string;
  readonly at: string;
  readonly post?: {
    readonly id: string;
    readonly title: string | null;
    readonly variants: readonly {
      readonly channel: { readonly id: string };
      readonly format: string;
      readonly content: { readonly text: string; readonly media: readonly object[] };
    }[];
  };
  readonly slot?: { readonly id: string };
  readonly campaign?: { readonly name: string };
  readonly edge?: string;
  readonly name?: string;
  readonly country?: string;
}
interface Month {
  readonly workspace: {
    readonly calendar: {
      readonly days: readonly { readonly date: string; readonly entries: readonly Entry[] }[];
      readonly conflicts: readonly {
        readonly kind: string;
        readonly posts: readonly { readonly id: string }[];
        readonly channel: { readonly id: string } | null;
      }[];
      readonly load: readonly {
        readonly channel: { readonly id: string };
        readonly date: string;
        readonly planned: number;
        readonly limit: number | null;
      }[];
    } | null;
  };
}

const month = (workspace: TestWorkspace, variables: Record<string, unknown>, token?: string) =>
  workspace.gql<Month>(contractDocument('CalendarMonth'), variables, token);

const february = { from: '2030-02-01', to: '2030-02-28' };

/** Writes a post as rows: what is tested is reading. */
async function plan(
  workspace: TestWorkspace,
  at: string | null,
  {
    title = 'Svaiga maize 🥖',
    text = `Свежий хлеб — таңертең жаңа нан — ${uuid()}`,
    channels = [...workspace.channels],
    times = {},
    ...rest
  }: Partial<Prisma.PostUncheckedCreateInput> & {
    readonly channels?: readonly string[];
    readonly times?: Readonly<Record<string, string>>;
  } = {},
): Promise<string> {
  const id = uuid();
  await world.shell.db.prisma.post.create({
    data: {
      id,
      workspaceId: workspace.id,
      title,
      text,
      ...(at !== null && {
        scheduledAt: new Date(at),
        scheduleTimeZone: 'UTC',
        scheduleLocal: at.slice(0, 19),
        latePolicy: 'PUBLISH_LATE' as const,
      }),
      ...rest,
      variants: {
        create: channels.map((channelId, position) => ({
          id: uuid(),
          channelId,
          position,
          ...(times[channelId] !== undefined && { scheduledAt: new Date(times[channelId]) }),
        })),
      },
    },
  });
  return encodeGlobalID('Post', id);
}

const postsOn = ({ data }: { readonly data?: Month | null | undefined }) =>
  Object.fromEntries(
    (data?.workspace.calendar?.days ?? []).flatMap(({ date, entries }) => {
      const ids = entries.flatMap(({ post }) => post?.id ?? []);
      return ids.length === 0 ? [] : [[date, ids]];
    }),
  );

/** How many statements an answer takes; what comes with every request is in it. */
async function statementsOf(run: () => Promise<unknown>): Promise<number> {
  const before = statementsSent();
  await run();
  return statementsSent() - before;
}

describe('CalendarMonth', () => {
  it('shows a post with everything that a month view needs', async () => {
    const own = await world.workspace();
    const { prisma } = world.shell.db;
    const strategyId = uuid();
    await prisma.strategy.create({
      data: {
        id: strategyId,
        workspaceId: own.id,
        name: 'Stratēģija',
        periodFrom: new Date('2030-01-01'),
        periodTo: new Date('2030-12-31'),
        authorKind: 'SYSTEM',
        pillars: { create: { id: uuid(), name: 'Рецепты', color: '#00aa88', position: 0 } },
      },
    });
    const pillar = await prisma.pillar.findFirstOrThrow({ where: { strategyId } });
    const campaignId = uuid();
    await prisma.campaign.create({
      data: {
        id: campaignId,
        workspaceId: own.id,
        name: 'Pavasaris',
        objective: 'SALES',
        periodFrom: new Date('2030-02-03'),
        periodTo: new Date('2030-03-03'),
        utmMedium: 'social',
        authorKind: 'SYSTEM',
      },
    });
    const member = await prisma.member.findFirstOrThrow({ where: { workspaceId: own.id } });
    const postId = await plan(own, '2030-02-03T08:00:00Z', {
      pillarId: pillar.id,
      campaignId,
      authorMemberId: member.id,
      text: 'See https://example.com now',
      link: 'https://example.com',
    });
    const rowId = Buffer.from(postId, 'base64').toString().slice(5);
    await prisma.mediaAsset.update({ where: { id: own.assetId }, data: { accessKey: 'k'.repeat(22), url: null } });
    const variant = await prisma.postVariant.findFirstOrThrow({ where: { postId: rowId, position: 1 } });
    await prisma.postVariant.update({ where: { id: variant.id }, data: { mediaOverrides: true, text: 'Īsāk' } });
    await prisma.postMedia.create({
      data: { id: uuid(), postId: rowId, variantId: variant.id, assetId: own.assetId, position: 0 },
    });

    const { data, errors } = await month(own, february);
    expect(errors).toBeUndefined();
    const days = data?.workspace.calendar?.days ?? [];
    expect(days).toHaveLength(28);
    expect(days[2]).toMatchObject({
      date: '2030-02-03',
      entries: [
        {
          __typename: 'CalendarCampaign',
          at: '2030-02-02T22:00:00.000Z',
          edge: 'START',
          campaign: { name: 'Pavasaris' },
        },
        {
          __typename: 'CalendarPost',
          at: '2030-02-03T08:00:00.000Z',
          post: {
            id: postId,
            title: 'Svaiga maize 🥖',
            state: 'DRAFT',
            pillar: { id: encodeGlobalID('Pillar', pillar.id), name: 'Рецепты', color: '#00aa88' },
            campaign: { id: encodeGlobalID('Campaign', campaignId), name: 'Pavasaris' },
            author: { id: encodeGlobalID('Member', member.id), displayName: 'Ilze Bērziņa', avatarUrl: null },
            approval: null,
            variants: [
              {
                format: 'LINK',
                channel: { id: own.channelIds[0], network: { key: 'sandbox' } },
                content: { text: 'See https://example.com?utm_source=sandbox&utm_medium=social now', media: [] },
              },
              {
                format: 'PHOTO',
                content: {
                  text: 'Īsāk',
                  media: [
                    {
                      asset: {
                        id: own.assetGlobalId,
                        thumbnailUrl: expect.stringContaining(`/media/${own.assetId}/${'k'.repeat(22)}/`) as string,
                      },
                    },
                  ],
                },
              },
            ],
          },
        },
      ],
    });
  });

  it('answers the same where more is asked for than it carries', async () => {
    const own = await world.workspace();
    await plan(own, '2030-02-03T08:00:00Z', { link: 'https://example.com' });
    await plan(own, '2030-02-03T08:10:00Z');
    const carried = await month(own, february);
    const document = print(contractDocument('CalendarMonth'))
      .replace(/title\n/, 'title tags deliveries { id } schedule { at }\n')
      .replace('limit', 'limit load: planned');
    const { data, errors } = await own.gql<Month>(document, february);
    expect(errors).toBeUndefined();
    expect(carried.data?.workspace.calendar?.conflicts).not.toEqual([]);
    const plain = JSON.parse(
      JSON.stringify(data, (key, value: unknown) =>
        ['tags', 'deliveries', 'schedule', 'load'].includes(key) && !Array.isArray(value) ? undefined : value,
      ),
    ) as Month;
    const first = plain.workspace.calendar?.days[2]?.entries[0]?.post;
    expect(first).toMatchObject(carried.data?.workspace.calendar?.days[2]?.entries[0]?.post ?? {});
    expect(postsOn({ data: plain })).toEqual(postsOn(carried));
  });

  it('has a post on the day of the zone that is asked for, else of the workspace', async () => {
    const own = await world.workspace();
    const id = await plan(own, '2030-02-03T22:30:00Z');
    expect(postsOn(await month(own, february))).toEqual({ '2030-02-04': [id] });
    expect(postsOn(await month(own, { ...february, timeZone: 'UTC' }))).toEqual({ '2030-02-03': [id] });
    expect(postsOn(await month(own, { ...february, timeZone: 'Asia/Almaty' }))).toEqual({ '2030-02-04': [id] });
    for (const timeZone of ['Europe/Kiev', 'Europe/Kyiv', 'Asia/Calcutta', 'Asia/Kolkata']) {
      expect(postsOn(await month(own, { ...february, timeZone }))).toEqual({ '2030-02-04': [id] });
    }
    expect(postsOn(await month(own, { from: '2030-02-03', to: '2030-02-03' }))).toEqual({});
    expect(postsOn(await month(own, { from: '2030-02-04', to: '2030-02-04' }))).toEqual({ '2030-02-04': [id] });
  });

  it('has a post once at each time at which it goes out', async () => {
    const own = await world.workspace();
    const [first, second] = own.channels;
    const both = await plan(own, '2030-02-05T08:00:00Z', { times: { [second]: '2030-02-06T08:00:00Z' } });
    const early = await plan(own, '2029-12-01T08:00:00Z', { times: { [first]: '2030-02-07T08:00:00Z' } });
    await plan(own, null);
    expect(postsOn(await month(own, february))).toEqual({
      '2030-02-05': [both],
      '2030-02-06': [both],
      '2030-02-07': [early],
    });
  });

  it.each([
    [{ from: '2030-02-01', to: '2030-05-04' }, /93 days/, /2030-05-03/],
    [{ from: '2030-02-30', to: '2030-03-04' }, /2030-02-30/, /YYYY-MM-DD/],
    [{ from: '2030-03-04', to: '2030-02-04' }, /before it begins/, /day on which/],
    [{ ...february, timeZone: 'Europe/Rigga' }, /Europe\/Rigga/, /Europe\/Riga/],
    [{ ...february, timeZone: '+03:00' }, /\+03:00/, /IANA/],
  ])('explains why it cannot be drawn: %j', async (variables, message, fix) => {
    const { data, errors } = await month(here, variables);
    expect(data?.workspace).toEqual({ calendar: null });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message) as string,
      path: ['workspace', 'calendar'],
      extensions: { code: 'BAD_USER_INPUT', fix: expect.stringMatching(fix) as string },
    });
    expect(errors?.[0]?.message).not.toMatch(/undefined|null/);
  });

  it('leaves posts out that a filter leaves out, and tells of conflicts and load as before', async () => {
    const own = await world.workspace();
    const id = await plan(own, '2030-02-05T08:00:00Z', { tags: ['хлеб'] });
    const other = await plan(own, '2030-02-05T08:29:00Z');
    const all = await month(own, february);
    const some = await month(own, { ...february, filter: { tags: ['хлеб'] } });
    expect(postsOn(some)).toEqual({ '2030-02-05': [id] });
    expect(some.data?.workspace.calendar?.conflicts).toEqual(all.data?.workspace.calendar?.conflicts);
    expect(all.data?.workspace.calendar?.conflicts).toMatchObject([
      { kind: 'TOO_CLOSE', posts: [{ id }, { id: other }], channel: { id: expect.any(String) as string } },
      { kind: 'TOO_CLOSE', posts: [{ id }, { id: other }] },
      { kind: 'SAME_TEXT', posts: [{ id }], channel: null },
      { kind: 'SAME_TEXT', posts: [{ id: other }], channel: null },
    ]);
  });

  it('counts what is planned against the limit that the connector declares', async () => {
    const own = await world.workspace();
    const [channel] = own.channels;
    for (const hour of ['08', '10', '12']) await plan(own, `2030-02-05T${hour}:00:00Z`, { channels: [channel] });
    await plan(own, '2030-02-05T14:00:00Z', { channels: [channel], state: 'CANCELLED' });
    expect((await month(own, february)).data?.workspace.calendar?.load).toMatchObject([{ planned: 3, limit: null }]);
    const limits = [{ name: 'posts', max: 2, windowSeconds: 86_400, scope: 'METHOD', eachPost: true } as const];
    const { data } = await world.withConnector(
      (connector) => ({ ...connector, capabilities: { ...connector.capabilities, limits } }),
      () => month(own, february),
    );
    expect(data?.workspace.calendar?.load).toEqual([
      { channel: { id: own.channelIds[0] }, date: '2030-02-05', planned: 3, limit: 2 },
    ]);
    expect(data?.workspace.calendar?.conflicts).toMatchObject([
      { kind: 'OVER_DAILY_LIMIT', channel: { id: own.channelIds[0] } },
    ]);
  });

  it('shows turns of slots that nobody has, and none that have passed', async () => {
    const own = await world.workspace();
    const { prisma } = world.shell.db;
    const [channelId] = own.channels;
    const slotId = uuid();
    await prisma.slot.create({
      data: { id: slotId, channelId, weekday: 'MONDAY', localTime: '09:30', timeZone: 'Europe/Riga' },
    });
    await plan(own, '2030-02-11T07:30:00Z', { channels: [channelId] });
    const booker = await plan(own, null);
    const postId = Buffer.from(booker, 'base64').toString().slice(5);
    await prisma.slotBooking.create({ data: { slotId, on: new Date('2030-02-18'), postId } });
    const slotsOf = ({ data }: { readonly data?: Month | null | undefined }) =>
      data?.workspace.calendar?.days.flatMap(({ entries }) => entries.flatMap(({ slot, at }) => (slot ? [at] : [])));
    expect(slotsOf(await month(own, february))).toEqual(['2030-02-04T07:30:00.000Z', '2030-02-25T07:30:00.000Z']);
    expect(slotsOf(await month(own, { from: '2020-02-01', to: '2020-02-28' }))).toEqual([]);
    const limited = await own.member('CONTENT_MANAGER', [own.channels[1]]);
    expect(slotsOf(await month(own, february, limited))).toEqual([]);
  });

  it('names the holidays of the workspace’s countries, in their language or the one asked for', async () => {
    const own = await world.workspace();
    await world.shell.db.prisma.workspace.update({ where: { id: own.id }, data: { countries: ['LV', 'KZ', 'RU'] } });
    const named = /* GraphQL */ `
      query ($language: Locale) {
        workspace {
          calendar(from: "2027-12-30", to: "2028-01-04", language: $language) {
            days {
              date
              entries {
                at
                ... on CalendarObservance {
                  name
                  country
                }
              }
            }
          }
        }
      }
    `;
    const first = await own.gql<Month>(named, {});
    const onNewYear = first.data?.workspace.calendar?.days[2];
    expect(onNewYear?.date).toBe('2028-01-01');
    expect(onNewYear?.entries.map(({ name, country }) => `${String(country)} ${String(name)}`)).toEqual([
      'KZ Жаңа жыл',
      'LV Jaunais Gads',
      'RU Новый год',
    ]);
    // Days off that follow each other are one holiday of the library, and a day each here.
    expect(first.data?.workspace.calendar?.days[4]?.entries).toContainEqual(expect.objectContaining({ country: 'RU' }));
    const english = await own.gql<Month>(named, { language: 'en-GB' });
    expect(english.data?.workspace.calendar?.days[2]?.entries[1]).toMatchObject({
      country: 'LV',
      name: "New Year's Day",
    });
  });

  it('tells a viewer nothing of posts and channels that they do not see', async () => {
    const own = await world.workspace();
    const [first, second] = own.channels;
    const seen = await plan(own, '2030-02-05T08:00:00Z', { text: 'Одно и то же' });
    await plan(own, '2030-02-05T08:05:00Z', { text: 'Одно и то же', channels: [first] });
    const limited = await own.member('CONTENT_MANAGER', [second]);
    const { data } = await month(own, february, limited);
    expect(postsOn({ data })).toEqual({ '2030-02-05': [seen] });
    expect(data?.workspace.calendar?.conflicts).toEqual([]);
    expect(data?.workspace.calendar?.load).toMatchObject([{ channel: { id: own.channelIds[1] }, planned: 1 }]);
    const entry = data?.workspace.calendar?.days[4]?.entries[0];
    expect(entry?.post?.variants.map(({ channel }) => channel.id)).toEqual([own.channelIds[1]]);
    const creator = await month(own, february, await own.member('CREATOR'));
    expect(postsOn(creator)).toEqual({});
    expect(creator.data?.workspace.calendar?.load).toEqual([]);
    const client = await month(own, february, await own.member('CLIENT'));
    expect(postsOn(client)).toEqual({});
    const stranger = await world.workspace();
    expect(postsOn(await month(stranger, february))).toEqual({});
  });

  it('takes one statement, and one for the workspace, whatever is in it', async () => {
    const own = await world.workspace();
    await plan(own, '2030-02-05T08:00:00Z');
    await month(own, february);
    const one = await statementsOf(() => month(own, february));
    for (let count = 0; count < 300; count++) {
      await plan(own, new Date(Date.parse('2030-02-01T08:00:00Z') + count * 7_200_000).toISOString());
    }
    const many = await statementsOf(async () => {
      expect(Object.values(postsOn(await month(own, february))).flat()).toHaveLength(301);
    });
    expect(many).toBe(one);
    // Whose token it is, the workspace, the calendar.
    expect(many).toBe(3);
  });
});
