import fc from 'fast-check';
import { expect, it } from 'vitest';
import { latePolicies } from '../../../src/domain/planning/post.ts';
import {
  afterFailure,
  deliveryVerdicts,
  lateGraceMs,
  moveDelivery,
  resolveDelivery,
  retryDelivery,
  startOf,
  type DeliveryLife,
  type DeliveryState,
  type Failure,
} from '../../../src/domain/publishing/delivery.ts';
import { problemKinds, type ProblemKind } from '../../../src/domain/publishing/problem.ts';
import { remedies } from '../../../src/domain/publishing/retry.ts';
import { memberWith } from '../viewer.ts';

const owner = memberWith('OWNER');
const now = new Date('2027-10-31T01:30:00Z');
const failure = (kind: ProblemKind): Failure => ({
  kind,
  code: kind,
  message: kind,
  networkCode: null,
  retryAt: null,
  actionUrl: null,
});

/** What can happen to a delivery: time, workers, the network's answers, and people. */
type Happening =
  | { readonly it: 'wakes'; readonly lateMs: number }
  | { readonly it: 'is taken' | 'is being worked on' | 'is retried by a person' }
  | { readonly it: 'fails'; readonly kind: ProblemKind; readonly jitter: number }
  | { readonly it: 'is resolved'; readonly verdict: (typeof deliveryVerdicts)[number] };
const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ it: fc.constant('wakes' as const), lateMs: fc.nat({ max: 2 * lateGraceMs }) }) },
  fc.record({
    it: fc.constantFrom('is taken' as const, 'is being worked on' as const, 'is retried by a person' as const),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      it: fc.constant('fails' as const),
      kind: fc.constantFrom(...problemKinds),
      jitter: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    }),
  },
  fc.record({ it: fc.constant('is resolved' as const), verdict: fc.constantFrom(...deliveryVerdicts) }),
);

it('what workers, networks and people decide about a delivery is always a move of the table, and sends nothing that is out or in doubt', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...latePolicies),
      fc.array(anyHappening, { maxLength: 60 }),
      (latePolicy, happenings) => {
        let delivery: DeliveryLife = { state: 'PLANNED', attempt: 0 };
        let isOutOrInDoubt = false;
        const move = (to: DeliveryState) => {
          const moved = moveDelivery(delivery, to);
          expect(moved).toMatchObject({ ok: true });
          if (to === 'SENDING') expect(isOutOrInDoubt).toBe(false);
          delivery = { state: to, attempt: delivery.attempt + (to === 'SENDING' ? 1 : 0) };
        };
        for (const happening of happenings) {
          const { state, attempt } = delivery;
          switch (happening.it) {
            case 'wakes': {
              if (state === 'RETRY_SCHEDULED') move('SENDING');
              if (state !== 'PLANNED' && state !== 'QUEUED') break;
              const start = startOf({ dueAt: now, latePolicy }, new Date(now.getTime() + happening.lateMs));
              if (state === 'PLANNED' && start === 'SENDING') move('QUEUED');
              move(start);
              break;
            }
            case 'is taken':
              if (state !== 'SENDING' && state !== 'PROCESSING') break;
              isOutOrInDoubt = true;
              move('PUBLISHED');
              break;
            case 'is being worked on':
              if (state === 'SENDING') move('PROCESSING');
              break;
            case 'fails': {
              // That a network at work cannot be asked passes, and sends nothing again: see app/publishing/deliver.ts.
              const passes = remedies[happening.kind].then === 'RETRY_SCHEDULED';
              if (state !== 'SENDING' && (state !== 'PROCESSING' || passes)) break;
              const { to } = afterFailure(failure(happening.kind), {
                attempt,
                now,
                jitter: happening.jitter,
              });
              isOutOrInDoubt = to === 'UNCONFIRMED';
              move(to);
              break;
            }
            case 'is retried by a person': {
              const retried = retryDelivery(owner, delivery);
              if (retried.ok) move('QUEUED');
              break;
            }
            case 'is resolved': {
              const resolved = resolveDelivery(owner, delivery, happening.verdict);
              if (!resolved.ok) break;
              isOutOrInDoubt = happening.verdict === 'PUBLISHED';
              move(resolved.events[0]?.to ?? 'REMOVED');
              break;
            }
          }
        }
      },
    ),
    { numRuns: 200 },
  );
});
