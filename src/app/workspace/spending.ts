import { NetworkError, type Budget } from '@polyphony/sdk';
import { formatMillionths, parseMillionths, type Money } from '../../domain/shared/money.ts';
import {
  costOf,
  explainCap,
  monthOf,
  nextMonth,
  setSpendingCap as decideCap,
  type Spending,
  type TypedMoney,
} from '../../domain/workspace/spending.ts';
import type { Tx } from '../../infra/db.ts';
import type { InstalledNetwork } from '../../infra/plugins.ts';
import type { Ctx, Shell } from '../ctx.ts';
import { accept, execute, type Executed } from '../execute.ts';

/** A call was not sent, as it would have cost more than the workspace lets a month cost. */
export class SpendingCapReached extends NetworkError {}

/** What was counted for one call. */
interface Charge {
  readonly workspaceId: string;
  readonly network: string;
  readonly month: Date;
  readonly cost: Money;
}

/**
 * Counts what a call costs, unless the cap stands against it. One statement, and the row is locked while it decides: over all
 * processes together no more is counted than the cap. False: nothing was counted. Whoever dies before the call is sent has
 * counted too much, never too little.
 */
async function charge({ db }: Pick<Shell, 'db'>, { workspaceId, network, month, cost }: Charge): Promise<boolean> {
  const { millionths, currency } = cost;
  const rows = await db.prisma.$queryRaw<unknown[]>`
    with cap as (
      select case when currency = ${currency} then amount else -1 end as amount
      from spending_caps where workspace_id = ${workspaceId}::uuid and network = ${network}
    )
    insert into spendings as ours (workspace_id, network, month, currency, amount)
    select ${workspaceId}::uuid, ${network}, ${month}::date, ${currency}, ${millionths}::bigint
    where not exists (select from cap where cap.amount < ${millionths}::bigint)
    on conflict (workspace_id, network, month, currency) do update set amount = ours.amount + excluded.amount
    where not exists (select from cap where cap.amount < ours.amount + excluded.amount)
    returning 1`;
  return rows.length > 0;
}

/** Best effort: what cannot be changed stays counted. `charged`: what it really was; null: nothing. */
async function settle({ db, log }: Pick<Shell, 'db' | 'log'>, made: Charge, charged: Money | null): Promise<void> {
  const { workspaceId, network, month, cost } = made;
  const more = (charged?.millionths ?? 0n) - cost.millionths;
  if (more === 0n) return;
  const where = { workspaceId, network, month, currency: cost.currency };
  try {
    await db.prisma.spending.updateMany({ where, data: { amount: { increment: more } } });
  } catch (error) {
    log.warn({ err: error, network }, 'a call stays counted with what it was expected to cost');
  }
}

/** Who pays for a connector's calls; null: nobody is known. */
type Payer = () => Promise<string | null>;

/**
 * Counts the money before `limits` counts the requests, so that what a cap stops takes nothing of them. Throws
 * {@link SpendingCapReached}, and nothing was sent.
 */
export function budgetWithMoney(
  shell: Pick<Shell, 'db' | 'log' | 'now'>,
  network: InstalledNetwork,
  payerOf: Payer,
  limits: Budget,
): Budget {
  const { key } = network.connector.network;
  const { prices = [] } = network.connector.capabilities;
  /** By what was spent: the same is in the same month, but for the one that a month ends in. */
  const charges = new Map<string, Charge>();

  async function spendMoney(names: readonly string[]): Promise<Charge | null> {
    const cost = costOf(prices, names);
    if (cost === null) return null;
    const workspaceId = await payerOf();
    if (workspaceId === null) {
      shell.log.warn({ network: key, amount: formatMillionths(cost.millionths) }, 'nobody pays for this call');
      return null;
    }
    const made = { workspaceId, network: key, month: monthOf(shell.now()), cost };
    if (await charge(shell, made)) return made;
    const [[spending] = []] = await readSpending(shell.db.prisma, [network], [workspaceId], shell.now());
    throw new SpendingCapReached({
      // As where the network itself wants to be paid first: a person must act, and nothing is wrong with the login.
      kind: 'challenge_required',
      code: 'spending_cap_reached',
      network: key,
      message: `${spending === undefined ? 'The cap is reached.' : explainCap(spending, cost)} Whoever manages channels raises it with setSpendingCap; then send it again.`,
    });
  }

  return {
    async spend(names, signal) {
      const made = await spendMoney(names);
      try {
        await limits.spend(names, signal);
      } catch (error) {
        if (made !== null) await settle(shell, made, null);
        throw error;
      }
      if (made !== null) charges.set(names.join('\n'), made);
    },
    async settle(names, charged) {
      const made = charges.get(names.join('\n'));
      if (made !== undefined) await settle(shell, made, costOf(prices, charged));
    },
    correct: (readings) => limits.correct(readings),
  };
}

/** How the month of `at` stands on every network whose calls cost money, by workspace. */
export async function readSpending(
  prisma: Tx,
  networks: readonly InstalledNetwork[],
  workspaceIds: readonly string[],
  at: Date,
): Promise<readonly (readonly Spending[])[]> {
  const charging = networks.flatMap(({ connector: { network, capabilities } }) => {
    const [price] = capabilities.prices ?? [];
    return price === undefined ? [] : [{ network: network.key, currency: price.currency }];
  });
  if (charging.length === 0) return workspaceIds.map(() => []);
  const where = { workspaceId: { in: [...workspaceIds] }, network: { in: charging.map(({ network }) => network) } };
  const spendings = await prisma.spending.findMany({ where: { ...where, month: monthOf(at) } });
  const caps = await prisma.spendingCap.findMany({ where });
  return workspaceIds.map((workspaceId) =>
    charging.map(({ network, currency }) => {
      const isOf = (row: { readonly workspaceId: string; readonly network: string }) =>
        row.workspaceId === workspaceId && row.network === network;
      const spent = spendings.find((row) => isOf(row) && row.currency === currency);
      const cap = caps.find(isOf);
      return {
        network,
        spent: { millionths: spent?.amount ?? 0n, currency },
        cap: cap === undefined ? null : moneyOf(cap),
        resetsAt: nextMonth(at),
      };
    }),
  );
}

const moneyOf = ({ amount, currency }: { readonly amount: bigint; readonly currency: string }): Money => ({
  millionths: amount,
  currency,
});

/** Sets what the calls of a network may cost the workspace in a month; null takes the cap away. */
export function setSpendingCap(
  ctx: Ctx,
  input: { readonly idempotencyKey: string | null; readonly network: string; readonly cap: TypedMoney | null },
): Promise<Executed> {
  const { idempotencyKey, network, cap } = input;
  const connector = ctx.networks.get(network)?.connector;
  const prices = connector === undefined ? null : (connector.capabilities.prices ?? []);
  return execute(ctx, { name: 'setSpendingCap', idempotencyKey, input: { network, cap } }, async (tx) => {
    const { workspaceId } = ctx.viewer;
    // Of two that set it at once the second sees what the first did.
    await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for no key update`;
    const where = { workspaceId_network: { workspaceId, network } };
    const before = await tx.spendingCap.findUnique({ where });
    const events = accept(decideCap(prices, before && moneyOf(before), cap));
    const amount = cap && parseMillionths(cap.amount);
    if (cap === null || amount === null) {
      await tx.spendingCap.deleteMany({ where: { workspaceId, network } });
    } else {
      const data = { amount, currency: cap.currency, updatedAt: ctx.now() };
      await tx.spendingCap.upsert({ where, create: { ...data, workspaceId, network }, update: data });
    }
    const subject = { subjectType: 'Workspace', subjectId: workspaceId } as const;
    return { type: 'SpendingCap', ids: [network], events: events.map((event) => ({ ...event, ...subject })) };
  });
}
