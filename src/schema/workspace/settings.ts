import { updateWorkspace } from '../../app/workspace/settings.ts';
import { settingsBounds, updateWorkspaceErrors } from '../../domain/workspace/settings.ts';
import { access, requireAllChannels } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf, requireWorkspace } from '../context.ts';
import { resultOf } from '../errors.ts';
import { keyOf, mutationInput } from '../input.ts';
import { Workspace } from './workspace.ts';

builder.prismaObjectField(Workspace, 'countries', (t) =>
  t.expose('countries', {
    type: ['CountryCode'],
    description: `Whose holidays the calendar shows; at most ${String(settingsBounds.countries)}.`,
  }),
);

const UpdateWorkspaceInput = mutationInput('updateWorkspace', (t) => ({
  workspaceId: t.id({ description: 'The workspace; absent: the only one that the viewer belongs to.' }),
  name: t.string({ description: `Its name; at most ${String(settingsBounds.name)} characters.` }),
  timeZone: t.field({
    type: 'TimeZone',
    description: 'The zone of everything that names none. Times that posts have stay the instants that they are.',
  }),
  countries: t.field({
    type: ['CountryCode'],
    description: `Whose holidays the calendar shows; at most ${String(settingsBounds.countries)}. Replaces all.`,
  }),
}));

builder.mutationField('updateWorkspace', (t) =>
  t.prismaField({
    type: Workspace,
    description: 'Changes the workspace’s own settings. What is absent stays. Not for who is limited to some channels.',
    extensions: access('MANAGE_CHANNELS'),
    args: { input: t.arg({ type: UpdateWorkspaceInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('updateWorkspace', updateWorkspaceErrors),
    resolve: async (query, _, { input }, context) => {
      const { workspaceId, ...settings } = input;
      requireWorkspace(context, workspaceId);
      requireAllChannels(context);
      const { ids } = await updateWorkspace(ctxOf(context), { ...settings, idempotencyKey: keyOf(input) });
      return context.shell.db.prisma.workspace.findUniqueOrThrow({ ...query, where: { id: ids[0] ?? '' } });
    },
  }),
);
