import type { AppManifest } from '@polyphony/sdk';
import { clientOf } from '../../app/workspace/authorization.ts';
import { hookUrl, registerNetworkApp, removeNetworkApp } from '../../app/workspace/network-app.ts';
import { NotFound } from '../../domain/shared/errors.ts';
import { registerNetworkAppErrors, removeNetworkAppErrors } from '../../domain/workspace/network-app.ts';
import { access, requireAllChannels } from '../access.ts';
import { builder } from '../builder.ts';
import { ctxOf, requireWorkspace } from '../context.ts';
import { resultOf } from '../errors.ts';
import { encodeGlobalID, rowId } from '../ids.ts';
import { keyOf, mutationInput } from '../input.ts';
import { CredentialInput } from './authorization.ts';
import { Network, networkOf } from './network.ts';
import { Workspace } from './workspace.ts';

const AppField = builder.objectRef<AppManifest['fields'][number]>('AppField').implement({
  description: 'Something that a network gives to who registers an app.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name in registerNetworkApp.' }),
    label: t.exposeString('label', { description: 'What the network’s page calls it.' }),
    secret: t.exposeBoolean('secret', { description: 'True: hide it while it is typed.' }),
    required: t.exposeBoolean('required', { description: 'False: may be left out.' }),
    setting: t.exposeString('setting', { description: 'The setting that holds it for the whole installation.' }),
  }),
});

interface AppFormShape {
  readonly network: string;
  readonly app: AppManifest;
}

const AppForm = builder.objectRef<AppFormShape>('AppForm').implement({
  description: 'The app that somebody registers at a network before a person can be sent there.',
  extensions: access('VIEWER'),
  fields: (t) => ({
    fields: t.field({
      type: [AppField],
      description: 'What the network gives for it; at most 20.',
      resolve: ({ app }) => [...app.fields],
    }),
    docs: t.field({
      type: 'URL',
      description: 'The network’s page on which apps are registered.',
      resolve: ({ app }) => app.docs,
    }),
    callbackUrl: t.field({
      type: 'URL',
      description: 'To enter there: where the network sends people back to.',
      resolve: ({ network }, _, { shell }) => clientOf(shell, network).redirectUrl,
    }),
    privacyUrl: t.field({
      type: 'URL',
      nullable: true,
      description:
        'To enter there for the app of the whole installation: where the network tells of people who take back what they granted, or want to be forgotten; null: it tells nobody.',
      resolve: ({ network }, _, { shell }) => privacyUrlOf(shell, network, null),
    }),
  }),
});

/** Where a network tells of people's demands; null: it tells nobody. */
function privacyUrlOf(
  shell: Parameters<typeof clientOf>[0] & { readonly networks: Parameters<typeof networkOf>[0] },
  network: string,
  appId: string | null,
): string | null {
  const demands = shell.networks.get(network)?.connector.privacy?.demands ?? [];
  return demands.length === 0 ? null : `${shell.publicUrl()}/privacy/${network}${appId === null ? '' : `/${appId}`}`;
}

builder.objectField(Network, 'app', (t) =>
  t.field({
    type: AppForm,
    nullable: true,
    description: 'What an app at the network has; null: nobody needs one.',
    resolve: ({ key, installed }) => {
      const app = installed?.connector.auth.app;
      return app === undefined ? null : { network: key, app };
    },
  }),
);

/** What the answer to registerNetworkApp alone knows of an app. */
interface Shown {
  readonly webhookSecret?: string | null;
}

export const NetworkApp = builder.prismaNode('NetworkApp', {
  id: { field: 'id' },
  description: 'The workspace’s own app on a network. Its secrets are never readable.',
  extensions: access('MANAGE_CHANNELS'),
  fields: (t) => ({
    network: t.field({
      type: Network,
      description: 'The network.',
      select: { network: true },
      resolve: ({ network }, _, { shell }) => networkOf(shell.networks, network),
    }),
    clientId: t.exposeString('clientId', { description: 'By which the network knows it.' }),
    callbackUrl: t.field({
      type: 'URL',
      description: 'To enter on the network’s page: where it sends people back to.',
      select: { network: true },
      resolve: ({ network }, _, { shell }) => clientOf(shell, network).redirectUrl,
    }),
    webhookUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'To enter there: where the network tells what happens; null: not by an address of the app.',
      select: { hook: { select: { id: true, network: true } } },
      resolve: ({ hook }, _, { shell }) => (hook === null ? null : hookUrl(shell.publicUrl(), hook)),
    }),
    webhookSecret: t.string({
      nullable: true,
      description:
        'To enter there beside webhookUrl. Shown once, by the registerNetworkApp that made the address; else null. To get another one, remove the app and register it again.',
      resolve: (app: object & Shown) => app.webhookSecret ?? null,
    }),
    privacyUrl: t.field({
      type: 'URL',
      nullable: true,
      description:
        'To enter there: where the network tells of people who take back what they granted, or want to be forgotten; null: it tells nobody.',
      select: { network: true },
      resolve: ({ id, network }, _, { shell }) => privacyUrlOf(shell, network, id),
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was registered, or replaced.' }),
  }),
});

builder.prismaObjectField(Workspace, 'networkApps', (t) =>
  t.relation('networkApps', {
    nullable: true,
    description: 'Its own apps, at most one a network; null: not for this viewer.',
    extensions: access('MANAGE_CHANNELS'),
    query: { orderBy: { network: 'asc' } },
  }),
);

const RegisterNetworkAppInput = mutationInput('registerNetworkApp', (t) => ({
  workspaceId: t.id({ description: 'The workspace; absent: the only one that the viewer belongs to.' }),
  network: t.string({ required: true, description: 'The network’s key.' }),
  clientId: t.string({ required: true, description: 'By which the network knows the app.' }),
  clientSecret: t.string({ description: 'What only the network and the app know; absent: the network gives none.' }),
  fields: t.field({ type: [CredentialInput], description: 'What else Network.app names; absent: nothing.' }),
}));

builder.mutationField('registerNetworkApp', (t) =>
  t.prismaField({
    type: NetworkApp,
    description:
      'Registers the workspace’s own app on a network, or another one in its place. With the same clientId what is connected stays connected; with another one, channels that were connected through the app before must be connected again. Not for who is limited to some channels.',
    extensions: access('MANAGE_CHANNELS'),
    args: { input: t.arg({ type: RegisterNetworkAppInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('registerNetworkApp', registerNetworkAppErrors),
    resolve: async (query, _, { input }, context) => {
      requireWorkspace(context, input.workspaceId);
      requireAllChannels(context);
      const { ids, webhookSecret } = await registerNetworkApp(ctxOf(context), {
        idempotencyKey: keyOf(input),
        network: input.network,
        clientId: input.clientId,
        clientSecret: input.clientSecret ?? null,
        fields: input.fields ?? [],
      });
      const app = await context.shell.db.prisma.networkApp.findUnique({ ...query, where: { id: ids[0] ?? '' } });
      // The same call again, and it was removed in between.
      if (app === null) throw new NotFound('network app', ['idempotencyKey']);
      return { ...app, webhookSecret };
    },
  }),
);

const RemoveNetworkAppSuccess = builder
  .objectRef<{ readonly networkAppId: string }>('RemoveNetworkAppSuccess')
  .implement({
    description: 'The app is gone.',
    extensions: access('MANAGE_CHANNELS'),
    fields: (t) => ({
      networkAppId: t.id({
        description: 'The global id that it had.',
        resolve: ({ networkAppId }) => encodeGlobalID('NetworkApp', networkAppId),
      }),
    }),
  });

const RemoveNetworkAppInput = mutationInput('removeNetworkApp', (t) => ({
  networkAppId: t.id({ required: true, description: 'The app.' }),
}));

builder.mutationField('removeNetworkApp', (t) =>
  t.field({
    type: RemoveNetworkAppSuccess,
    description:
      'Removes the workspace’s own app; its secrets are destroyed. Channels that were connected through it must be connected again, by the app of the whole installation where there is one. Not for who is limited to some channels.',
    extensions: access('MANAGE_CHANNELS'),
    args: { input: t.arg({ type: RemoveNetworkAppInput, required: true, description: 'All that it needs.' }) },
    errors: resultOf('removeNetworkApp', removeNetworkAppErrors),
    resolve: async (_, { input }, context) => {
      requireAllChannels(context);
      const { ids } = await removeNetworkApp(ctxOf(context), {
        idempotencyKey: keyOf(input),
        networkAppId: rowId('NetworkApp', input.networkAppId),
      });
      return { networkAppId: ids[0] ?? '' };
    },
  }),
);
