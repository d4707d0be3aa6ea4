import { v7 as uuid } from 'uuid';
import type { PrismaClient } from '../../src/infra/db.ts';

/** Row ids of a strategy and of what is in it. */
export interface TestStrategy {
  readonly id: string;
  readonly objectives: readonly string[];
  readonly pillars: readonly string[];
  readonly personas: readonly string[];
}

/**
 * Writes a strategy of 2027 in revision 3, straight into the database. Every pillar serves the objective of its number, those
 * beyond the objectives none; every objective has two KPIs.
 */
export async function writeStrategy(
  prisma: PrismaClient,
  workspaceId: string,
  counts: { readonly objectives?: number; readonly pillars?: number; readonly personas?: number } = {},
): Promise<TestStrategy> {
  const ids = (length = 1) => Array.from({ length }, () => uuid());
  const id = uuid();
  const [objectives, pillars, personas] = [ids(counts.objectives), ids(counts.pillars), ids(counts.personas)];
  await prisma.strategy.create({
    data: {
      id,
      workspaceId,
      name: 'Rīta maize 2027',
      state: 'ACTIVE',
      revision: 3,
      periodFrom: new Date('2027-01-01'),
      periodTo: new Date('2027-12-31'),
      authorKind: 'SYSTEM',
    },
  });
  await prisma.objective.createMany({
    data: objectives.map((objectiveId, position) => ({ id: objectiveId, strategyId: id, position, kind: 'SALES' })),
  });
  await prisma.kpi.createMany({
    data: objectives.flatMap((objectiveId) =>
      [0, 1].map((position) => ({
        ...{ id: uuid(), objectiveId, position, name: `KPI ${String(position)}`, metric: 'reach', target: 100 },
        ...{ deadline: new Date('2027-12-31'), direction: 'UP' as const },
      })),
    ),
  });
  await prisma.pillar.createMany({
    data: pillars.map((pillarId, position) => ({
      id: pillarId,
      strategyId: id,
      position,
      name: `Pillar ${String(position)}`,
      color: '#aa3300',
    })),
  });
  await prisma.pillarObjective.createMany({
    data: pillars.flatMap((pillarId, index) => {
      const objectiveId = objectives[index];
      return objectiveId === undefined ? [] : [{ pillarId, objectiveId }];
    }),
  });
  await prisma.persona.createMany({
    data: personas.map((personaId, position) => ({
      id: personaId,
      strategyId: id,
      position,
      name: `Persona ${String(position)}`,
    })),
  });
  return { id, objectives, pillars, personas };
}

/** Writes a campaign of 2027, straight into the database. Its row id. */
export async function writeCampaign(
  prisma: PrismaClient,
  workspaceId: string,
  columns: { readonly strategyId?: string; readonly state?: 'DRAFT' | 'ACTIVE' } = {},
): Promise<string> {
  const { id } = await prisma.campaign.create({
    data: {
      ...{ id: uuid(), workspaceId, name: 'Pavasaris', objective: 'SALES', authorKind: 'SYSTEM', ...columns },
      ...{ periodFrom: new Date('2027-01-01'), periodTo: new Date('2027-12-31') },
    },
  });
  return id;
}
