import {
  allowedDeliveryActions,
  explainDelivery,
  type DeliveryState as State,
} from '../../domain/publishing/delivery.ts';
import type { Problem } from '../../domain/publishing/problem.ts';
import { access } from '../access.ts';
import { builder } from '../builder.ts';
import { sessionOf } from '../context.ts';
import { Channel } from '../workspace/channel.ts';
import { ProblemType } from './problem.ts';

const stateTexts: Readonly<Record<State, string>> = {
  PLANNED: 'Has a time; nothing has begun.',
  QUEUED: 'Its time has come.',
  SENDING: 'A worker is at it.',
  PROCESSING: 'The network took it and is still working on it.',
  AWAITING_MODERATION: 'The network’s own moderators must let it through.',
  RETRY_SCHEDULED: 'A failure that passes; it is tried again at nextTryAt.',
  NEEDS_USER: 'Only a person can help; problem and explanation say how.',
  UNCONFIRMED: 'It was sent, the answer was lost, and the network cannot tell. Not sent again until a person says so.',
  PUBLISHED: 'It is out.',
  FAILED: 'Refused for good; problem says why.',
  MISSED: 'Its time passed while nothing could run.',
  CANCELLED: 'Called off before it went out.',
  REMOVED: 'Was out, and was taken down.',
};

export const DeliveryState = builder.enumType('DeliveryState', {
  description: 'Where a delivery stands in its life.',
  values: Object.fromEntries(
    Object.entries(stateTexts).map(([name, description]) => [name, { description }]),
  ) as Record<State, { description: string }>, // fromEntries forgets the keys
});

const StepKind = builder.enumType('StepKind', {
  description: 'What may be repeated.',
  values: {
    STEP: { description: 'May run twice, such as an upload.' },
    COMMIT: { description: 'Makes the post public: at most once, ever.' },
  } as const,
});
const StepState = builder.enumType('StepState', {
  description: 'How far a step came.',
  values: {
    STARTED: { description: 'Begun. Of a commit: nobody knows yet what the network did.' },
    DONE: { description: 'Done; its result is kept.' },
  } as const,
});

const DeliveryStep = builder.prismaObject('DeliveryStep', {
  description: 'A row of the ledger.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What the connector calls it.' }),
    kind: t.expose('kind', { type: StepKind, description: 'What may be repeated.' }),
    state: t.expose('state', { type: StepState, description: 'How far it came.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was done; null: it is not.',
    }),
  }),
});

const DeliveryAttempt = builder.prismaObject('DeliveryAttempt', {
  description: 'One try. Written down before the network hears of it.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'From 1.' }),
    revision: t.exposeInt('revision', { description: 'Of the content that it sends.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null: it has not.',
    }),
    outcome: t.expose('outcome', {
      type: DeliveryState,
      nullable: true,
      description: 'The state that it brought the delivery to; null: it has not ended.',
    }),
    problem: t.field({
      type: ProblemType,
      nullable: true,
      description: 'What went wrong; null: nothing.',
      select: { problem: true },
      resolve: ({ problem }) => problem as unknown as Problem | null, // written by publishing/deliver.ts
    }),
  }),
});

const DeliveryAction = builder.enumType('DeliveryAction', {
  description: 'What a viewer can do with a delivery.',
  values: {
    RETRY: { description: 'retryDeliveries.' },
    RESOLVE: { description: 'resolveDelivery.' },
  } as const,
});

export const Delivery = builder.prismaNode('Delivery', {
  id: { field: 'id' },
  description: 'One post going to one channel.',
  extensions: access('READ_POSTS'),
  fields: (t) => ({
    state: t.expose('state', { type: DeliveryState, description: 'Where it stands in its life.' }),
    explanation: t.string({
      description: 'In words: why it is where it is, and who must do what.',
      select: { state: true, dueAt: true, wakeAt: true, attempt: true, problem: true, heldAt: true },
      resolve: ({ problem, ...delivery }) =>
        explainDelivery({ ...delivery, problem: problem as unknown as Problem | null }), // as above
    }),
    post: t.relation('post', { description: 'The post.' }),
    channel: t.relation('channel', { type: Channel, description: 'The channel.' }),
    dueAt: t.expose('dueAt', { type: 'DateTime', description: 'When it is to go out.' }),
    heldAt: t.expose('heldAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'Since when its campaign holds it back: it does not go out before that is launched or resumed. Null: nothing does.',
    }),
    nextTryAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried or looked at again; null: not by itself.',
      select: { wakeAt: true, attempt: true },
      resolve: ({ wakeAt, attempt }) => (attempt > 0 ? wakeAt : null),
    }),
    publishedAt: t.expose('publishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it went out; null: it has not.',
    }),
    externalId: t.exposeString('externalId', {
      nullable: true,
      description: 'The network’s id of it; null: it has none yet.',
    }),
    url: t.expose('url', { type: 'URL', nullable: true, description: 'Where people see it; null: nowhere yet.' }),
    steps: t.relation('steps', {
      type: DeliveryStep,
      description: 'What was done on the network, in order; at most 100.',
      query: { orderBy: [{ revision: 'asc' }, { position: 'asc' }], take: 100 },
    }),
    attempts: t.relation('attempts', {
      type: DeliveryAttempt,
      description: 'Every try, in order; the latest 100.',
      query: { orderBy: { number: 'asc' }, take: -100 },
    }),
    problem: t.field({
      type: ProblemType,
      nullable: true,
      description: 'What went wrong; null: nothing.',
      select: { problem: true },
      resolve: ({ problem }) => problem as unknown as Problem | null, // as above
    }),
    allowedActions: t.field({
      type: [DeliveryAction],
      description: 'What the viewer may do with it now.',
      select: { state: true },
      resolve: (delivery, _, context) => [...allowedDeliveryActions(sessionOf(context), delivery)],
    }),
  }),
});

export const DeliveryFilterInput = builder.inputType('DeliveryFilterInput', {
  description: 'Which deliveries: all of what is given holds.',
  fields: (t) => ({
    state: t.field({ type: [DeliveryState], description: 'Any of these.' }),
    channelIds: t.idList({ description: 'To any of these channels.' }),
  }),
});
