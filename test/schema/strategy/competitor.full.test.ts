import iconv from 'iconv-lite';
import { beforeAll, describe, expect, it } from 'vitest';
import { countStatements, statementsSent } from '../../../bench/statements.ts';
import { contractDocument } from '../../support/documents.ts';
import { openWorld, type TestWorkspace, type World } from '../../support/world.ts';

countStatements();
let world: World;
let here: TestWorkspace;
beforeAll(async () => {
  world = await openWorld();
  here = await world.workspace();
});

type Answer = Record<string, unknown> & { readonly __typename: string };

const call = async (there: TestWorkspace, name: string, input: object, selection: string, token?: string) => {
  const { data, errors } = await there.gql<Record<string, Answer>>(
    `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { __typename ${selection}
      ... on Error { code path } ... on ValidationFailed { issues { code path } } } }`,
    { input },
    token,
  );
  return { answer: data?.[name], errors };
};

const competitor =
  '... on Competitor { id name note revision archived allowedActions handles { network { key } handle } }';

async function create(there: TestWorkspace, name: string, handles = [{ network: 'sandbox', handle: '@bread' }]) {
  const { answer } = await call(there, 'createCompetitor', { name, handles }, competitor);
  return answer?.id as string;
}

const record = (there: TestWorkspace, snapshots: readonly object[]) =>
  call(
    there,
    'recordCompetitorSnapshots',
    { snapshots },
    '... on RecordCompetitorSnapshotsSuccess { results { outcome snapshot { on answers followers { value status source } } } }',
  );

describe('a competitor', () => {
  it('is named, changed under its revision, put away and taken out again', async () => {
    const there = await world.workspace();
    const made = await call(
      there,
      'createCompetitor',
      { name: ' Нан ', handles: [{ network: 'vk', handle: '@nan' }] },
      competitor,
    );
    expect(made.answer).toEqual({
      __typename: 'Competitor',
      id: expect.any(String) as string,
      name: 'Нан',
      note: null,
      revision: 1,
      archived: false,
      allowedActions: ['EDIT', 'RECORD', 'ARCHIVE'],
      handles: [{ network: { key: 'vk' }, handle: 'nan' }],
    });
    const competitorId = made.answer?.id;
    const change = {
      competitorId,
      expectedRevision: 1,
      note: 'Сосед 🥖',
      handles: [{ network: 'sandbox', handle: 'nan.kz' }],
    };
    const two = await Promise.all([1, 2].map(() => call(there, 'updateCompetitor', change, competitor)));
    expect(two.map(({ answer }) => answer?.__typename).sort()).toEqual(['Competitor', 'RevisionConflict']);
    const away = await call(there, 'archiveCompetitor', { competitorId }, competitor);
    expect(away.answer).toMatchObject({ archived: true, allowedActions: ['RESTORE'], note: 'Сосед 🥖' });
    expect((await call(there, 'updateCompetitor', { competitorId, note: null }, '')).answer?.__typename).toBe(
      'WrongState',
    );
    expect((await call(there, 'restoreCompetitor', { competitorId }, competitor)).answer).toMatchObject({
      archived: false,
    });
    const gone = await call(
      there,
      'updateCompetitor',
      { competitorId, note: null, removeNetworks: ['vk'] },
      competitor,
    );
    expect(gone.answer).toMatchObject({ note: null, handles: [{ network: { key: 'sandbox' } }] });
  });

  it('says everything that is wrong at once', async () => {
    await create(here, 'Maiznīca');
    const handles = [
      { network: 'nowhere', handle: 'x' },
      { network: 'sandbox', handle: ' @ ' },
      { network: 'sandbox', handle: 'y' },
    ];
    const { answer } = await call(here, 'createCompetitor', { name: 'MAIZNĪCA', handles }, competitor);
    expect(answer?.issues).toEqual([
      { code: 'NAME_TAKEN', path: ['name'] },
      { code: 'TWICE', path: ['handles', '2', 'network'] },
      { code: 'NETWORK_UNKNOWN', path: ['handles', '0', 'network'] },
      { code: 'REQUIRED', path: ['handles', '1', 'handle'] },
    ]);
  });

  it('is for strategists who see all channels, and of one workspace', async () => {
    const id = await create(here, 'Nur');
    const limited = await here.member('STRATEGIST', [here.channels[0]]);
    const refused = await call(here, 'archiveCompetitor', { competitorId: id }, competitor, limited);
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const elsewhere = await world.workspace();
    expect((await call(elsewhere, 'archiveCompetitor', { competitorId: id }, '')).answer).toMatchObject({
      __typename: 'NotFound',
      path: ['competitorId'],
    });
  });
});

describe('what is seen of competitors', () => {
  it('is dated, and the same day again replaces, and says so', async () => {
    const competitorId = await create(here, 'Бәйтерек');
    const seen = { competitorId, network: 'sandbox', on: '2026-02-01' };
    const first = await record(here, [
      { ...seen, followers: 100, answers: 'Тез' },
      { ...seen, on: '2026-02-02', followers: 110 },
    ]);
    expect(first.answer?.results).toMatchObject([{ outcome: 'RECORDED' }, { outcome: 'RECORDED' }]);
    const second = await record(here, [{ ...seen, followers: 101 }]);
    expect(second.answer?.results).toEqual([
      {
        outcome: 'REPLACED',
        snapshot: {
          on: '2026-02-01',
          answers: null,
          followers: { value: 101, status: 'MEASURED', source: 'entered by hand' },
        },
      },
    ]);
    const wrong = await record(here, [
      { ...seen, on: '2190-01-01', followers: 1.5 },
      { ...seen, network: 'vk', postsPerWeek: -1 },
      { ...seen },
    ]);
    expect(wrong.answer?.issues).toEqual([
      { code: 'DATE_IN_FUTURE', path: ['snapshots', '0', 'on'] },
      { code: 'NUMBER_INVALID', path: ['snapshots', '0', 'followers'] },
      { code: 'HANDLE_MISSING', path: ['snapshots', '1', 'network'] },
      { code: 'NUMBER_INVALID', path: ['snapshots', '1', 'postsPerWeek'] },
      { code: 'SNAPSHOT_EMPTY', path: ['snapshots', '2'] },
    ]);
  });

  const imported = (there: TestWorkspace, bytes: Uint8Array<ArrayBuffer>, more: object = {}) =>
    call(
      there,
      'importCompetitorSnapshots',
      { file: new File([bytes], 'seen.csv'), ...more },
      '... on ImportCompetitorSnapshotsSuccess { dryRun encoding separator written skipped rows { number outcome issues { code path } } }',
    );
  const bytesOf = (text: string, encoding: string) => Uint8Array.from(iconv.encode(text, encoding, { addBOM: false }));

  it.each([
    [
      'windows-1251',
      'WINDOWS_1251',
      'SEMICOLON',
      'Конкурент;Сеть;Дата;Подписчики;Постов в неделю\nПекарня;sandbox;01.02.2026;1 200;3,5\n',
    ],
    [
      'windows-1257',
      'WINDOWS_1257',
      'TAB',
      'Konkurents\tTīkls\tDatums\tSekotāji\nPekarnja\tsandbox\t2026-02-01\t1200\n',
    ],
    ['utf-16le', 'UTF_16LE', 'COMMA', 'competitor,network,date,followers\nPekarnja,sandbox,2026-02-01,1200\n'],
    ['utf-8', 'UTF_8', 'SEMICOLON', '\uFEFFБәсекелес;Желі;Күні;Жазылушылар\nPekarnja;sandbox;2026-02-01;1200\n'],
  ])('comes from a file in %s', async (label, encoding, separator, text) => {
    const there = await world.workspace();
    await create(there, 'Пекарня');
    await create(there, 'Pekarnja');
    const dry = await imported(there, bytesOf(text, label), { dryRun: true });
    expect(dry.answer).toMatchObject({
      dryRun: true,
      encoding,
      separator,
      written: 1,
      rows: [{ number: 2, outcome: 'RECORDED' }],
    });
    expect(
      await world.shell.db.prisma.competitorSnapshot.count({
        where: { handle: { competitor: { workspaceId: there.id } } },
      }),
    ).toBe(0);
    const done = await imported(there, bytesOf(text, label));
    expect(done.answer).toMatchObject({ written: 1, skipped: 0 });
    const again = await imported(there, bytesOf(text, label));
    expect(again.answer?.rows).toEqual([{ number: 2, outcome: 'REPLACED', issues: [] }]);
    const rows = await world.shell.db.prisma.competitorSnapshot.findMany({
      where: { handle: { competitor: { workspaceId: there.id } } },
    });
    expect(rows).toMatchObject([{ followers: 1200, source: 'CSV' }]);
  });

  it('is not written where a row is wrong, unless asked; each row says what', async () => {
    const there = await world.workspace();
    await create(there, 'Maize');
    const text = [
      'competitor,network,date,followers',
      'Maize,sandbox,2026-02-01,10',
      'Nobody,sandbox,2026-02-01,10',
      '',
      'Maize,sandbox,01/02/2026,"1,200"',
    ].join('\n');
    const refused = await imported(there, bytesOf(text, 'utf-8'));
    expect(refused.answer).toMatchObject({
      __typename: 'ValidationFailed',
      issues: [
        { code: 'COMPETITOR_UNKNOWN', path: ['file', '3', 'competitor'] },
        { code: 'DATE_INVALID', path: ['file', '5', 'on'] },
        { code: 'NUMBER_AMBIGUOUS', path: ['file', '5', 'followers'] },
      ],
    });
    const stored = () =>
      world.shell.db.prisma.competitorSnapshot.count({ where: { handle: { competitor: { workspaceId: there.id } } } });
    expect(await stored()).toBe(0);
    const input = { skipInvalid: true, idempotencyKey: 'csv' };
    const some = await imported(there, bytesOf(text, 'utf-8'), input);
    expect(some.answer).toMatchObject({
      written: 1,
      skipped: 2,
      rows: [
        { number: 2, outcome: 'RECORDED', issues: [] },
        { number: 3, outcome: 'SKIPPED', issues: [{ code: 'COMPETITOR_UNKNOWN' }] },
        { number: 5, outcome: 'SKIPPED', issues: [{ code: 'DATE_INVALID' }, { code: 'NUMBER_AMBIGUOUS' }] },
      ],
    });
    expect(await stored()).toBe(1);
    expect((await imported(there, bytesOf(text, 'utf-8'), input)).answer).toEqual(some.answer);
  });

  it('is refused where nobody can tell how to read the file', async () => {
    const kazakh = 'Бәсекелес;Желі;Күні;Жазылушылар\nҚоңыр;sandbox;2026-02-01;5\n';
    const there = await world.workspace();
    await create(there, 'Қоңыр');
    const doubtful = await imported(there, bytesOf(kazakh, 'rk1048'));
    expect(doubtful.answer?.issues).toEqual([{ code: 'ENCODING_UNKNOWN', path: ['file'] }]);
    expect((await imported(there, bytesOf(kazakh, 'rk1048'), { encoding: 'RK_1048' })).answer).toMatchObject({
      written: 1,
    });
    const wrong = await imported(there, bytesOf(kazakh, 'rk1048'), { encoding: 'UTF_8' });
    expect(wrong.answer?.issues).toEqual([{ code: 'ENCODING_WRONG', path: ['file'] }]);
    const broken = await imported(there, bytesOf('a,b\n"x,y\n', 'utf-8'));
    expect(broken.answer?.issues).toEqual([{ code: 'CSV_INVALID', path: ['file'] }]);
  });
});

describe('CompetitorBenchmark', () => {
  const benchmark = (there: TestWorkspace) =>
    there.gql<{ workspace: Record<string, unknown> }>(contractDocument('CompetitorBenchmark'), {
      from: '2026-01-01',
      to: '2026-01-14',
    });

  it('compares by what was last seen in the period, and says what is missing', async () => {
    const there = await world.workspace();
    const one = await create(there, 'Ābele', [{ network: 'sandbox', handle: 'a' }]);
    const two = await create(there, 'Дуб', [{ network: 'sandbox', handle: 'b' }]);
    await record(there, [
      { competitorId: one, network: 'sandbox', on: '2026-01-03', followers: 1 },
      {
        competitorId: one,
        network: 'sandbox',
        on: '2026-01-10',
        followers: 200,
        postsPerWeek: 3,
        engagementPerPost: 10,
        formats: [{ format: 'PHOTO', share: 0.6 }],
        topPosts: [{ url: 'https://example.com/1', engagements: 50 }],
      },
      { competitorId: one, network: 'sandbox', on: '2026-02-01', followers: 300 },
    ]);
    const { data, errors } = await benchmark(there);
    expect(errors).toBeUndefined();
    expect(data?.workspace).toMatchObject({
      competitors: {
        nodes: [
          {
            name: 'Ābele',
            handles: [
              {
                handle: 'a',
                latest: { followers: { value: 300 }, postsPerWeek: { value: null, status: 'UNAVAILABLE' } },
              },
            ],
          },
          { name: 'Дуб', handles: [{ latest: null }] },
        ],
      },
      shareOfVoice: [
        { name: 'Rīta Maize', competitor: null, mentions: null, share: null, status: 'UNAVAILABLE', sentiment: null },
        { name: 'Ābele', competitor: { id: one }, mentions: null },
        { name: 'Дуб', competitor: { id: two }, mentions: null },
      ],
    });
    const missing = { value: null, status: 'UNAVAILABLE' };
    const row = (key: string, value: number, status: string) => ({
      network: { key: 'sandbox' },
      metric: { key },
      own: missing,
      competitors: [
        { competitor: { id: one }, value, status },
        { competitor: { id: two }, ...missing },
      ],
      rank: null,
    });
    expect(data?.workspace.benchmark).toEqual([
      row('followers', 200, 'MEASURED'),
      row('posts_published', 6, 'ESTIMATED'),
      row('engagements', 60, 'ESTIMATED'),
      row('engagement_rate_by_followers', 0.3, 'ESTIMATED'),
    ]);
    const outside = await there.gql('{ workspace { benchmark(from: "2026-02-01", to: "2026-01-01") { rank } } }');
    expect(outside.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('sends as many statements for many competitors as for one', async () => {
    const counted = async (count: number) => {
      const there = await world.workspace();
      for (let index = 0; index < count; index++) {
        const competitorId = await create(there, `Nr. ${String(index)}`);
        await record(there, [{ competitorId, network: 'sandbox', on: '2026-01-02', followers: index }]);
      }
      const before = statementsSent();
      expect((await benchmark(there)).errors).toBeUndefined();
      return statementsSent() - before;
    };
    expect(await counted(12)).toBe(await counted(1));
  });
});
