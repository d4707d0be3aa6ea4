import { createHash } from 'node:crypto';
import { assertManages, communityByGroup, type Call, type Methods, type World } from './method.ts';
import { badParameter, Refusal } from './refusals.ts';
import { eventTypes } from './rules.ts';
import type { CallbackServer } from './state.ts';

const mostServers = 10;

/** What a server answers to show that it is the community's. */
export const confirmationCodeOf = (groupId: number, { state }: World): string =>
  createHash('sha256').update(`confirm ${state.seed} ${groupId}`).digest('hex').slice(0, 8);

export const serverKey = ({ groupId, id }: Pick<CallbackServer, 'groupId' | 'id'>): string => `${groupId} ${id}`;

const serversOf = (groupId: number, { state }: World): readonly CallbackServer[] =>
  state.all('server').filter((server) => server.groupId === groupId && !server.deleted);

/** The community that a caller may set up. */
function managed(call: Call): number {
  const community = communityByGroup(call);
  assertManages(call, community, 3);
  return community.id;
}

function serverOf(call: Call, groupId: number): CallbackServer {
  const server = call.world.state.get('server', serverKey({ groupId, id: call.parameters.required('server_id') }));
  if (!server || server.deleted) throw new Refusal(104, 'there is no such server');
  return server;
}

/** Nothing outside this machine is called. */
function readAddress({ parameters }: Call): string {
  const url = parameters.text('url') ?? '';
  const isHere = URL.canParse(url) && /^(127\.0\.0\.1|localhost)$/.test(new URL(url).hostname);
  if (!isHere || !/^https?:/.test(url))
    throw badParameter('url: an emulator calls this machine alone (127.0.0.1, localhost)');
  return url;
}

function add(call: Call) {
  const { world, caller, parameters } = call;
  const groupId = managed(call);
  const url = readAddress(call);
  if (serversOf(groupId, world).length >= mostServers) throw new Refusal(2000);
  const server: CallbackServer = {
    id: world.state.all('server').filter((one) => one.groupId === groupId).length + 1,
    groupId,
    creatorId: caller.kind === 'user' ? caller.userId : 0,
    url,
    title: parameters.text('title') ?? '',
    secret: parameters.text('secret_key') ?? '',
    status: 'wait',
    apiVersion: '5.199',
    events: [],
    deleted: false,
  };
  world.state.record(['server', serverKey(server), server]);
  world.wake();
  return { server_id: server.id };
}

function edit(call: Call) {
  const { world, parameters } = call;
  const server = serverOf(call, managed(call));
  const url = readAddress(call);
  const secret = parameters.text('secret_key') ?? '';
  // Another address must show again that it is the community's; so may one that failed.
  const status = url === server.url && server.status === 'ok' ? 'ok' : 'wait';
  const edited = { ...server, url, title: parameters.text('title') ?? '', secret, status } as const;
  world.state.record(['server', serverKey(server), edited]);
  world.wake();
  return 1 as const;
}

function remove(call: Call) {
  const server = serverOf(call, managed(call));
  call.world.state.record(['server', serverKey(server), { ...server, deleted: true }]);
  return 1 as const;
}

function getServers(call: Call) {
  const groupId = managed(call);
  const wanted = call.parameters.numbers('server_ids');
  const items = serversOf(groupId, call.world)
    .filter(({ id }) => wanted.length === 0 || wanted.includes(id))
    .map(({ id, title, creatorId, url, secret, status }) => ({
      id,
      title,
      creator_id: creatorId,
      url,
      secret_key: secret,
      status,
    }));
  return { count: items.length, items };
}

function setSettings(call: Call) {
  const { world, parameters } = call;
  const server = serverOf(call, managed(call));
  const events = eventTypes.filter((type) =>
    parameters.has(type) ? parameters.is(type) : server.events.includes(type),
  );
  const apiVersion = parameters.text('api_version') ?? server.apiVersion;
  world.state.record(['server', serverKey(server), { ...server, events, apiVersion }]);
  return 1 as const;
}

function getSettings(call: Call) {
  const { events, apiVersion } = serverOf(call, managed(call));
  return {
    api_version: apiVersion,
    events: Object.fromEntries(eventTypes.map((type) => [type, events.includes(type) ? 1 : 0])),
  };
}

export const callbackMethods: Methods = {
  'groups.getCallbackConfirmationCode': (call) => ({ code: confirmationCodeOf(managed(call), call.world) }),
  'groups.addCallbackServer': add,
  'groups.editCallbackServer': edit,
  'groups.deleteCallbackServer': remove,
  'groups.getCallbackServers': getServers,
  'groups.setCallbackSettings': setSettings,
  'groups.getCallbackSettings': getSettings,
};
