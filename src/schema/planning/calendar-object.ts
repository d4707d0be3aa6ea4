import { queryFromInfo } from '@pothos/plugin-prisma';
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type { GraphContext } from '../context.ts';
import { placeInAnswer } from '../loaders.ts';

export type Model = 'Post' | 'Channel' | 'Campaign' | 'Slot' | 'Occasion';

/** Rows by model and place in the answer, read with what is selected there: where more is asked for than a calendar carries. */
export class OrdinaryRows {
  readonly #context: GraphContext;
  readonly #loaders = new Map<string, DataLoader<string, object | null>>();

  constructor(context: GraphContext) {
    this.#context = context;
  }

  load(model: Model, id: string, info: GraphQLResolveInfo): Promise<object | null> {
    const key = `${model} ${placeInAnswer(info)}`;
    const loader = this.#loaders.get(key) ?? this.#create(model, info);
    this.#loaders.set(key, loader);
    return loader.load(id);
  }

  #create(model: Model, info: GraphQLResolveInfo): DataLoader<string, object | null> {
    const query: object = queryFromInfo({ context: this.#context, info, typeName: model });
    return new DataLoader(async (ids) => {
      const { prisma } = this.#context.shell.db;
      const where = { id: { in: [...ids] } };
      const rows = await findAll[model](prisma, { ...query, where });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    });
  }
}

type Prisma = GraphContext['shell']['db']['prisma'];
type Find = (prisma: Prisma, query: { readonly where: { id: { in: string[] } } }) => Promise<readonly { id: string }[]>;
const findAll: Readonly<Record<Model, Find>> = {
  Post: (prisma, query) => prisma.post.findMany(query),
  Channel: (prisma, query) => prisma.channel.findMany(query),
  Campaign: (prisma, query) => prisma.campaign.findMany(query),
  Slot: (prisma, query) => prisma.slot.findMany(query),
  Occasion: (prisma, query) => prisma.occasion.findMany(query),
};

/** What a calendar points at: the object itself where it carries what is asked, else where to find it. */
export interface Pointed {
  readonly rowId: string;
  readonly carried: object;
}

/** The object that is pointed at, as far as it is asked for. */
export const objectOf = (
  { ordinary }: { readonly ordinary: OrdinaryRows | null },
  model: Model,
  { rowId: id, carried }: Pointed,
  info: GraphQLResolveInfo,
): never | Promise<never> =>
  // The fields' types want the rows of their models, which an object that carries its answers stands in for.
  (ordinary === null ? carried : ordinary.load(model, id, info)) as never;
