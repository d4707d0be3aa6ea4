import { assertManages, communityByGroup, secondsOf, type Call, type Methods } from './method.ts';
import { Refusal } from './refusals.ts';
import type { Doc } from './state.ts';
import { openSlot } from './upload.ts';
import { docView } from './views.ts';

function getWallUploadServer(call: Call) {
  const { world, caller, parameters } = call;
  const isOfGroup = caller.kind === 'community' || parameters.number('group_id') !== undefined;
  const community = isOfGroup ? communityByGroup(call) : undefined;
  if (community) assertManages(call, community);
  const userId = caller.kind === 'user' ? caller.userId : undefined;
  return { upload_url: openSlot({ kind: 'doc', groupId: community?.id, userId }, world) };
}

function save({ world, parameters }: Call) {
  const { state } = world;
  const [name = ''] = (parameters.text('file') ?? '').split('|');
  const upload = state.get('upload', name);
  if (upload?.kind !== 'doc') throw new Refusal(105);
  const saved = upload.savedAs === undefined ? undefined : state.get('doc', upload.savedAs);
  if (saved) return { type: 'doc', doc: docView(saved, world) };
  const title = parameters.text('title') ?? '';
  if (Array.from(title).length > 128) throw new Refusal(1152);
  const doc: Doc = {
    id: state.nextId(),
    ownerId: upload.groupId === undefined ? (upload.userId ?? 0) : -upload.groupId,
    title: title === '' ? upload.file.name : title,
    ext: /\.(\w+)$/.exec(upload.file.name)?.[1]?.toLowerCase() ?? '',
    accessKey: state.nextName('doc').slice(0, 18),
    date: secondsOf(world.now()),
    file: upload.file,
  };
  const key = `${doc.ownerId}_${doc.id}`;
  state.record(['doc', key, doc], ['upload', name, { ...upload, savedAs: key }]);
  return { type: 'doc', doc: docView(doc, world) };
}

export const docMethods: Methods = { 'docs.getWallUploadServer': getWallUploadServer, 'docs.save': save };
