import { isObjectType, type GraphQLSchema } from 'graphql';
import './scalars.ts';
import './errors.ts';
import './node.ts';
import './workspace/workspace.ts';
import './workspace/api-token.ts';
import './workspace/authorization.ts';
import './workspace/mutations.ts';
import './workspace/health.ts';
import './workspace/profile.ts';
import './workspace/network-app.ts';
import './workspace/spending.ts';
import './planning/post.ts';
import './planning/validation.ts';
import './planning/slot.ts';
import './planning/plan.ts';
import './planning/plan-template.ts';
import './planning/idea.ts';
import './planning/occasion.ts';
import './strategy/strategy.ts';
import './strategy/objective.ts';
import './strategy/kpi.ts';
import './strategy/pillar.ts';
import './strategy/principle.ts';
import './strategy/persona.ts';
import './strategy/competitor.ts';
import './campaigns/campaign.ts';
import './insights/network-metric.ts';
import './publishing/delivery.ts';
import './publishing/mutations.ts';
import './publishing/network-error.ts';
import './log/event.ts';
import { closeSchema } from './access.ts';
import { builder, totalCountText } from './builder.ts';

const built = builder.toSchema();
// The Prisma plugin adds this field by itself and lets nobody describe it.
for (const type of Object.values(built.getTypeMap())) {
  const count = isObjectType(type) && type.name.endsWith('Connection') ? type.getFields().totalCount : undefined;
  if (count) count.description = totalCountText;
}

/** The whole schema, closed. Load this module only after installConnectors: the connectors' options are part of it. */
export const schema: GraphQLSchema = closeSchema(built);
