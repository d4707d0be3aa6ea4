import { writtenOccasionIssues, type WrittenOccasion } from '../../domain/planning/occasion.ts';
import { ValidationFailed } from '../../domain/shared/errors.ts';
import { periodDates } from '../../domain/shared/period.ts';
import { changeSeen } from '../../domain/shared/revision.ts';
import type { Tx } from '../../infra/db.ts';
import type { Ctx } from '../ctx.ts';
import { accept, execute, type Executed } from '../execute.ts';
import { given } from '../given.ts';
import { campaignNamed } from './references.ts';

interface OccasionInput extends WrittenOccasion {
  readonly idempotencyKey: string | null;
  readonly campaignId?: string | null | undefined;
}

export type CreateOccasionInput = OccasionInput & Required<Pick<WrittenOccasion, 'name' | 'period'>>;

export interface SeenOccasion {
  readonly idempotencyKey: string | null;
  readonly occasionId: string;
  readonly expectedRevision: number | null;
}

const columnsOf = ({ name, note, period, campaignId }: Omit<OccasionInput, 'idempotencyKey'>) =>
  given({ name: name?.trim(), note, ...(period && periodDates(period)), campaignId });

/** The occasion, locked until the transaction ends: of two editors at once the second sees what the first did. */
async function lockOccasion(tx: Tx, ctx: Ctx, id: string) {
  await tx.$queryRaw`select 1 from occasions where id = ${id}::uuid for update`;
  return tx.occasion.findFirst({ where: { id, workspaceId: ctx.viewer.workspaceId } });
}

/** Enters something that happens on certain days. */
export function createOccasion(ctx: Ctx, input: CreateOccasionInput): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'createOccasion', idempotencyKey, input: what }, async (tx) => {
    const { period, name } = what;
    const issues = writtenOccasionIssues(what);
    if (issues.length > 0 || !period || !name) throw new ValidationFailed(issues);
    await campaignNamed(tx, ctx, what.campaignId);
    const id = ctx.newId();
    const now = ctx.now();
    const { workspaceId } = ctx.viewer;
    const columns = { ...columnsOf(what), name: name.trim(), ...periodDates(period) };
    await tx.occasion.create({ data: { ...columns, id, workspaceId, createdAt: now, updatedAt: now } });
    const event = { type: 'OCCASION_CREATED', subjectType: 'Occasion', subjectId: id } as const;
    return { type: 'Occasion', ids: [id], events: [event] };
  });
}

/** Changes an occasion. What is absent stays, null clears. */
export function updateOccasion(ctx: Ctx, input: OccasionInput & SeenOccasion): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'updateOccasion', idempotencyKey, input: what }, async (tx) => {
    const { occasionId: id, expectedRevision, ...changes } = what;
    const occasion = await lockOccasion(tx, ctx, id);
    accept(changeSeen('occasion', ['occasionId'], occasion, expectedRevision, writtenOccasionIssues(changes)));
    await campaignNamed(tx, ctx, changes.campaignId);
    const { name, ...columns } = columnsOf(changes);
    const data = { ...columns, ...(name && { name }), revision: { increment: 1 }, updatedAt: ctx.now() };
    await tx.occasion.update({ where: { id }, data });
    const fields = Object.keys(given(changes));
    const event = { type: 'OCCASION_UPDATED', subjectType: 'Occasion', subjectId: id, fields } as const;
    return { type: 'Occasion', ids: [id], events: [event] };
  });
}

/** Deletes an occasion. The posts around it stay, and name none then. */
export function deleteOccasion(ctx: Ctx, input: SeenOccasion): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  return execute(ctx, { name: 'deleteOccasion', idempotencyKey, input: what }, async (tx) => {
    const { occasionId: id, expectedRevision } = what;
    accept(changeSeen('occasion', ['occasionId'], await lockOccasion(tx, ctx, id), expectedRevision));
    await tx.occasion.delete({ where: { id } });
    const event = { type: 'OCCASION_DELETED', subjectType: 'Occasion', subjectId: id } as const;
    return { type: 'Occasion', ids: [id], events: [event] };
  });
}
