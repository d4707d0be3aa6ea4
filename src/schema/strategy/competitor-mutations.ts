import { separators, type Separator as SeparatorName } from '../../app/csv.ts';
import {
  importCompetitorSnapshots,
  type Imported,
  type ImportedRow as RowShape,
} from '../../app/strategy/competitor-csv.ts';
import {
  archiveCompetitor,
  createCompetitor,
  recordCompetitorSnapshots,
  restoreCompetitor,
  updateCompetitor,
  type StoredSnapshot,
} from '../../app/strategy/competitor.ts';
import { StorageFull, ValidationFailed } from '../../domain/shared/errors.ts';
import type { TextEncoding as EncodingName } from '../../domain/shared/text-encoding.ts';
import {
  changeCompetitorErrors,
  competitorBounds,
  createCompetitorErrors,
  recordSnapshotsErrors,
} from '../../domain/strategy/competitor.ts';
import { access, requireAllChannels } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf, requireWorkspace, type GraphContext } from '../context.ts';
import { valuesOf } from '../enum.ts';
import { InputIssueType, resultOf } from '../errors.ts';
import { rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { PostFormat } from '../planning/format.ts';
import { takeUpload } from '../uploads.ts';
import { Competitor, CompetitorSnapshot } from './competitor.ts';

const workspaceText = 'The workspace; absent: the only one that the viewer belongs to.';
const revisionText = 'Refuse if it has another one by now.';
const needs = 'All that it needs.';
const notLimited = 'Not for who is limited to some channels.';

const CompetitorHandleInput = builder.inputType('CompetitorHandleInput', {
  description: 'Who a competitor is on a network.',
  fields: (t) => ({
    network: t.string({ required: true, description: 'The network’s key.' }),
    handle: t.string({
      required: true,
      description: `As the network writes it; at most ${String(competitorBounds.handle)} characters.`,
    }),
  }),
});

const changed = async (
  query: object,
  context: GraphContext,
  executed: Promise<{ readonly ids: readonly string[] }>,
) => {
  const { ids } = await executed;
  return context.shell.db.prisma.competitor.findUniqueOrThrow({ ...query, where: { id: ids[0] ?? '' } });
};

const CreateCompetitorInput = mutationInput('createCompetitor', (t) => ({
  workspaceId: t.id({ description: workspaceText }),
  name: t.string({ required: true, description: 'Their name; no other competitor that is not archived has the same.' }),
  note: t.string({ description: 'What the team says of them.' }),
  handles: t.field({
    type: [CompetitorHandleInput],
    description: `Who they are, one a network, at most ${String(competitorBounds.handles)}.`,
  }),
}));

builder.mutationField('createCompetitor', (t) =>
  t.prismaField({
    type: Competitor,
    description: `Names someone to compare with; at most ${String(competitorBounds.active)} that are not archived. ${notLimited}`,
    extensions: access('WRITE_STRATEGY'),
    args: { input: t.arg({ type: CreateCompetitorInput, required: true, description: needs }) },
    errors: resultOf('createCompetitor', createCompetitorErrors),
    resolve: (query, _, { input }, context) => {
      requireWorkspace(context, input.workspaceId);
      requireAllChannels(context);
      const { name, note, handles } = input;
      const command = { idempotencyKey: keyOf(input), name, note, handles };
      return changed(query, context, createCompetitor(ctxOf(context), command));
    },
  }),
);

const UpdateCompetitorInput = mutationInput('updateCompetitor', (t) => ({
  competitorId: t.id({ required: true, description: 'The competitor.' }),
  expectedRevision: t.int({ description: revisionText }),
  name: t.string({ description: 'Their name; absent: stays.' }),
  note: t.string({ description: 'What the team says of them; absent: stays, null clears.' }),
  handles: t.field({
    type: [CompetitorHandleInput],
    description: 'Changes or adds these; others stay, and so does what was seen.',
  }),
  removeNetworks: t.stringList({
    description: 'Takes the handles on these networks away, and with them what was seen there.',
  }),
}));

builder.mutationField('updateCompetitor', (t) =>
  t.prismaField({
    type: Competitor,
    description: `Changes a competitor. What is absent stays, null clears. ${notLimited}`,
    extensions: access('WRITE_STRATEGY'),
    args: { input: t.arg({ type: UpdateCompetitorInput, required: true, description: needs }) },
    errors: resultOf('updateCompetitor', changeCompetitorErrors),
    resolve: (query, _, { input }, context) => {
      requireAllChannels(context);
      const { expectedRevision, name, note, handles, removeNetworks } = input;
      const command = {
        idempotencyKey: keyOf(input),
        competitorId: rowId('Competitor', input.competitorId),
        expectedRevision,
        name,
        note,
        handles,
        removeNetworks,
      };
      return changed(query, context, updateCompetitor(ctxOf(context), command));
    },
  }),
);

const moveInput = (mutation: string) =>
  mutationInput(mutation, (t) => ({
    competitorId: t.id({ required: true, description: 'The competitor.' }),
    expectedRevision: t.int({ description: revisionText }),
  }));
const moves = [
  [
    'archiveCompetitor',
    archiveCompetitor,
    moveInput('archiveCompetitor'),
    'Puts a competitor away; what was seen of it stays.',
  ],
  ['restoreCompetitor', restoreCompetitor, moveInput('restoreCompetitor'), 'Takes a competitor out again.'],
] as const;

for (const [name, move, type, description] of moves) {
  builder.mutationField(name, (t) =>
    t.prismaField({
      type: Competitor,
      description: `${description} ${notLimited}`,
      extensions: access('WRITE_STRATEGY'),
      args: { input: t.arg({ type, required: true, description: needs }) },
      errors: resultOf(name, changeCompetitorErrors),
      resolve: (query, _, { input }, context) => {
        requireAllChannels(context);
        const { competitorId, expectedRevision } = input;
        const command = {
          idempotencyKey: keyOf(input),
          competitorId: rowId('Competitor', competitorId),
          expectedRevision,
        };
        return changed(query, context, move(ctxOf(context), command));
      },
    }),
  );
}

const SnapshotOutcome = builder.enumType('SnapshotOutcome', {
  description: 'What became of something that was seen of a competitor.',
  values: valuesOf({
    RECORDED: 'It was written down, the first of its day.',
    REPLACED: 'It took the place of what stood there of the same day.',
    SKIPPED: 'Nothing was written; issues say why.',
  }),
});

const snapshotOf = (context: GraphContext, query: object, id: string) =>
  context.shell.db.prisma.competitorSnapshot.findUnique({ ...query, where: { id } });

const RecordedSnapshot = builder.objectRef<StoredSnapshot>('RecordedSnapshot').implement({
  description: 'What became of one snapshot.',
  extensions: access('WRITE_STRATEGY'),
  fields: (t) => ({
    outcome: t.expose('outcome', { type: SnapshotOutcome, description: 'What became of it.' }),
    snapshot: t.prismaField({
      type: CompetitorSnapshot,
      nullable: true,
      description: 'As it is now; null: it is gone by now.',
      resolve: (query, { id }, _, context) => snapshotOf(context, query, id),
    }),
  }),
});

const RecordSuccess = builder
  .objectRef<{ readonly results: readonly StoredSnapshot[] }>('RecordCompetitorSnapshotsSuccess')
  .implement({
    description: 'What was seen is written down.',
    extensions: access('WRITE_STRATEGY'),
    fields: (t) => ({
      results: t.field({
        type: [RecordedSnapshot],
        description: `One for each, in the order of the input; at most ${String(competitorBounds.snapshots)}.`,
        resolve: ({ results }) => [...results],
      }),
    }),
  });

const FormatShareInput = builder.inputType('FormatShareInput', {
  description: 'How much of somebody’s posts have a format.',
  fields: (t) => ({
    format: t.field({ type: PostFormat, required: true, description: 'The format.' }),
    share: t.float({ required: true, description: 'From 0 to 1; all together at most 1.' }),
  }),
});

const CompetitorPostInput = builder.inputType('CompetitorPostInput', {
  description: 'A post of a competitor.',
  fields: (t) => ({
    url: t.field({ type: 'URL', required: true, description: 'Where people see it.' }),
    engagements: t.float({ description: 'What people did with it; absent: not counted.' }),
  }),
});

const CompetitorSnapshotInput = builder.inputType('CompetitorSnapshotInput', {
  description: 'What was seen of a competitor on one day. What is absent was not looked at.',
  fields: (t) => ({
    competitorId: t.id({ required: true, description: 'The competitor.' }),
    network: t.string({ required: true, description: 'The key of a network on which it is known.' }),
    on: t.field({ type: 'Date', required: true, description: 'The day; not one that is yet to come.' }),
    followers: t.float({ description: 'How many people followed them.' }),
    postsPerWeek: t.float({ description: 'How many posts they published a week.' }),
    engagementPerPost: t.float({ description: 'How many engagements one of their posts had, in the mean.' }),
    formats: t.field({
      type: [FormatShareInput],
      description: `What they publish; at most ${String(competitorBounds.formats)}.`,
    }),
    topPosts: t.field({
      type: [CompetitorPostInput],
      description: `Posts that did well; at most ${String(competitorBounds.topPosts)}.`,
    }),
    answers: t.string({
      description: `How they answer comments; at most ${String(competitorBounds.answers)} characters.`,
    }),
  }),
});

const RecordInput = mutationInput('recordCompetitorSnapshots', (t) => ({
  snapshots: t.field({
    type: [CompetitorSnapshotInput],
    required: true,
    description: `What was seen; from 1 to ${String(competitorBounds.snapshots)}.`,
  }),
}));

builder.mutationField('recordCompetitorSnapshots', (t) =>
  t.field({
    type: RecordSuccess,
    description: `Writes down what somebody saw of competitors, all of it or nothing. Of the same handle and day it replaces what stands there, as a whole, and says so. Enter what you see as a visitor or by a network’s official interface; nothing here reads pages. ${notLimited}`,
    extensions: access('WRITE_STRATEGY'),
    args: { input: t.arg({ type: RecordInput, required: true, description: needs }) },
    errors: resultOf('recordCompetitorSnapshots', recordSnapshotsErrors),
    resolve: async (_, { input }, context) => {
      requireAllChannels(context);
      const snapshots = input.snapshots.map(({ competitorId, network, on, ...seen }) => ({
        competitorId: rowId('Competitor', competitorId),
        network,
        on,
        values: {
          followers: seen.followers ?? null,
          postsPerWeek: seen.postsPerWeek ?? null,
          engagementPerPost: seen.engagementPerPost ?? null,
          formats: seen.formats ?? [],
          topPosts: (seen.topPosts ?? []).map(({ url, engagements }) => ({ url, engagements: engagements ?? null })),
          answers: seen.answers ?? null,
        },
      }));
      return { results: await recordCompetitorSnapshots(ctxOf(context), { idempotencyKey: keyOf(input), snapshots }) };
    },
  }),
);

const encodingTexts: Readonly<Record<EncodingName, string>> = {
  UTF_8: 'Unicode, with or without a mark.',
  UTF_16LE: 'Unicode as Excel saves it: “Unicode text”.',
  UTF_16BE: 'The same, the high byte first.',
  WINDOWS_1251: 'Windows, Cyrillic: Russian.',
  WINDOWS_1257: 'Windows, Baltic: Latvian.',
  RK_1048: 'Windows, Kazakh.',
};
const TextEncoding = builder.enumType('TextEncoding', {
  description: 'In which bytes a text stands.',
  values: valuesOf(encodingTexts),
});

const separatorNames: Readonly<Record<SeparatorName, 'COMMA' | 'SEMICOLON' | 'TAB'>> = {
  [separators[0]]: 'COMMA',
  [separators[1]]: 'SEMICOLON',
  [separators[2]]: 'TAB',
};
const CsvSeparator = builder.enumType('CsvSeparator', {
  description: 'What stands between the cells of a row.',
  values: valuesOf({ COMMA: 'A comma.', SEMICOLON: 'A semicolon.', TAB: 'A tab.' }),
});

const ImportedRow = builder.objectRef<RowShape>('ImportedSnapshotRow').implement({
  description: 'A row of a file.',
  extensions: access('WRITE_STRATEGY'),
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'As spreadsheets count: the names of the columns are row 1.' }),
    outcome: t.expose('outcome', {
      type: SnapshotOutcome,
      description: 'What became of it; in a dry run, what would.',
    }),
    issues: t.field({
      type: [InputIssueType],
      description: 'Everything that is wrong with it, at most 20; the path is file, number and column. Empty: nothing.',
      resolve: ({ issues }) => [...issues],
    }),
  }),
});

const ImportSuccess = builder.objectRef<Imported>('ImportCompetitorSnapshotsSuccess').implement({
  description: 'What a file of snapshots came to.',
  extensions: access('WRITE_STRATEGY'),
  fields: (t) => ({
    dryRun: t.exposeBoolean('dryRun', { description: 'True: nothing was written.' }),
    encoding: t.expose('encoding', { type: TextEncoding, description: 'As which it was read.' }),
    separator: t.field({
      type: CsvSeparator,
      description: 'What stands between its cells.',
      resolve: ({ separator }) => separatorNames[separator],
    }),
    columnIssues: t.field({
      type: [InputIssueType],
      description: 'What is wrong with the names of the columns, at most 60. Empty: nothing.',
      resolve: ({ headerIssues }) => [...headerIssues],
    }),
    rows: t.field({
      type: [ImportedRow],
      description: 'Its rows, without empty ones; at most 1000.',
      resolve: ({ rows }) => [...rows],
    }),
    written: t.int({
      description: 'How many were written, or would be.',
      resolve: ({ rows }) => rows.filter(({ outcome }) => outcome !== 'SKIPPED').length,
    }),
    skipped: t.int({
      description: 'How many were not, or would not be.',
      resolve: ({ rows }) => rows.filter(({ outcome }) => outcome === 'SKIPPED').length,
    }),
  }),
});

const ImportInput = mutationInput('importCompetitorSnapshots', (t) => ({
  workspaceId: t.id({ description: workspaceText }),
  file: t.field({
    type: 'Upload',
    required: true,
    description:
      'Rows separated by comma, semicolon or tab, at most 1000. The first names the columns, in English, Russian, Latvian or Kazakh: competitor or handle (or both), network, date, followers, posts per week, engagement per post, answers. Days are YYYY-MM-DD or DD.MM.YYYY.',
  }),
  encoding: t.field({
    type: TextEncoding,
    description:
      'In which it stands; absent: it is found by what stands in it, and where that is in doubt the file is refused.',
  }),
  dryRun: t.boolean({
    description: 'True: say what would be written, and write nothing; the idempotencyKey is not used up.',
  }),
  skipInvalid: t.boolean({
    description:
      'True: leave out rows with something wrong and columns that nobody knows. Absent: then nothing is written.',
  }),
}));

builder.mutationField('importCompetitorSnapshots', (t) =>
  t.field({
    type: ImportSuccess,
    description: `Writes down what a file says of competitors. Of a day that is there already, what the row has a value for is replaced; an empty cell changes nothing. ${notLimited}`,
    extensions: access('WRITE_STRATEGY'),
    args: { input: t.arg({ type: ImportInput, required: true, description: needs }) },
    errors: resultOf('importCompetitorSnapshots', [ValidationFailed, StorageFull]),
    resolve: async (_, { input }, context) => {
      requireWorkspace(context, input.workspaceId);
      requireAllChannels(context);
      const { file } = takeUpload(context, input.file);
      try {
        return await importCompetitorSnapshots(ctxOf(context), {
          idempotencyKey: keyOf(input),
          file,
          encoding: input.encoding ?? null,
          dryRun: input.dryRun ?? false,
          skipInvalid: input.skipInvalid ?? false,
        });
      } finally {
        // It was read: nobody keeps its bytes.
        await file.settle(false);
      }
    },
  }),
);
