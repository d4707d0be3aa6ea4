import { z } from 'zod';
import { assertManages, communityByOwner, secondsOf, type Call, type Methods } from './method.ts';
import { badParameter, Refusal } from './refusals.ts';
import type { Poll } from './state.ts';
import { pollView } from './views.ts';

const answersShape = z.array(z.string().min(1).max(100)).min(1).max(10);

function readAnswers(text: string): readonly string[] {
  try {
    return answersShape.parse(JSON.parse(text));
  } catch {
    throw badParameter('add_answers should be a JSON list of 1 to 10 strings of at most 100 characters');
  }
}

function create(call: Call) {
  const { world, caller, parameters } = call;
  const userId = caller.kind === 'user' ? caller.userId : 0;
  const ownerId = parameters.number('owner_id') ?? userId;
  if (ownerId < 0) assertManages(call, communityByOwner(call));
  const question = parameters.text('question') ?? '';
  if (question.trim() === '') throw badParameter('question is undefined');
  const endDate = parameters.number('end_date') ?? 0;
  const now = secondsOf(world.now());
  if (endDate !== 0 && endDate <= now) throw badParameter('end_date should be in the future');
  const answers = readAnswers(parameters.text('add_answers') ?? '');
  const id = world.state.nextId();
  const poll: Poll = {
    id,
    ownerId,
    authorId: userId,
    question,
    answers: answers.map((text, index) => ({ id: id * 100 + index, text })),
    anonymous: parameters.is('is_anonymous'),
    multiple: parameters.is('is_multiple'),
    endDate,
    disableUnvote: parameters.is('disable_unvote'),
    date: now,
  };
  world.state.record(['poll', `${ownerId}_${id}`, poll]);
  return pollView(poll, world);
}

function getById({ world, caller, parameters }: Call) {
  const ownerId = parameters.number('owner_id') ?? (caller.kind === 'user' ? caller.userId : 0);
  const poll = world.state.get('poll', `${ownerId}_${parameters.required('poll_id')}`);
  if (!poll) throw new Refusal(251);
  return pollView(poll, world);
}

export const pollMethods: Methods = { 'polls.create': create, 'polls.getById': getById };
