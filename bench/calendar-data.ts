import { createWorkspace } from '../src/app/workspace/workspace.ts';
import type { Database } from '../src/infra/db.ts';

/** Whose calendar is measured. */
export interface CalendarData {
  readonly token: string;
  readonly workspaceId: string;
  /** The month that is asked for, both days included. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

/** Ten posts a day, each on two channels, so that 30 days have 300 posts and 600 variants; three media a post. */
export const calendarSize = { posts: 50_000, postsADay: 10, channels: 20, days: 30 } as const;

const timeZone = 'Europe/Riga';
/** So many days after the month there are posts, too: it is not at the end of the index. */
const daysAfter = 500;

const isoDay = (at: number) => new Date(at).toISOString().slice(0, 10);

/**
 * A workspace of its own, written by the database itself. The month begins two weeks from now: what a calendar says of what is
 * to come (turns of slots that are free) it says of all of it. Ids are functions of a name and a number, so that rows find each other.
 */
export async function seedCalendar(db: Database): Promise<CalendarData> {
  const { prisma } = db;
  const days = calendarSize.posts / calendarSize.postsADay;
  const start = Date.now() + 14 * 86_400_000;
  const [from, to, last] = [0, calendarSize.days - 1, calendarSize.days - 1 + daysAfter].map((offset) =>
    isoDay(start + offset * 86_400_000),
  ) as [string, string, string]; // as many as there are offsets
  const first = isoDay(Date.parse(last) - (days - 1) * 86_400_000);

  let made = 0;
  const { workspaceId, token } = await createWorkspace(
    { db, newId: () => `00000000-0000-7000-8000-${(made += 1).toString(16).padStart(12, '0')}` },
    { name: 'Līgo kalendārs', timeZone, owner: { displayName: 'Aigerim Серікқызы', email: 'aigerim@example.com' } },
  );
  const run = (sql: string, ...values: readonly unknown[]) => prisma.$executeRawUnsafe(sql, ...values);
  /** The id of the n-th of something, in SQL. */
  const id = (name: string, number: string) => `md5('${name} ' || (${number}))::uuid`;
  const channels = String(calendarSize.channels);

  await run(
    `insert into people (id, display_name, email)
     select ${id('person', 'n')}, 'Autors Nr. ' || n, 'author' || n || '@example.com' from generate_series(0, 4) n`,
  );
  await run(
    `insert into members (id, workspace_id, person_id, role)
     select ${id('member', 'n')}, $1::uuid, ${id('person', 'n')}, 'CONTENT_MANAGER' from generate_series(0, 4) n`,
    workspaceId,
  );
  await run(
    `insert into channels (id, workspace_id, network, external_id, name, handle, kind, status)
     select ${id('channel', 'n')}, $1::uuid, 'sandbox', 'cal_' || n, 'Канал ' || n, 'channel' || n, 'PAGE', 'CONNECTED'
     from generate_series(0, ${channels} - 1) n`,
    workspaceId,
  );
  await run(
    `insert into strategies (id, workspace_id, name, period_from, period_to, author_kind, updated_at)
     values (${id('strategy', '0')}, $1::uuid, 'Strategy', $2::date, $3::date, 'SYSTEM', now())`,
    workspaceId,
    first,
    last,
  );
  await run(
    `insert into pillars (id, strategy_id, position, name, color)
     select ${id('pillar', 'n')}, ${id('strategy', '0')}, n, 'Tēma ' || n, '#3366c' || n from generate_series(0, 5) n`,
  );
  // One every 30 days, each 45 days long; two have an edge in any month.
  await run(
    `insert into campaigns (id, workspace_id, strategy_id, name, objective, period_from, period_to, author_kind, updated_at)
     select ${id('campaign', 'n')}, $1::uuid, ${id('strategy', '0')}, 'Наурыз 🌷 ' || n, 'TRAFFIC',
       $2::date + n * 30, $2::date + n * 30 + 45, 'SYSTEM', now() from generate_series(0, $3::int / 30) n`,
    workspaceId,
    first,
    days,
  );
  await run(
    `insert into media_assets (id, workspace_id, kind, file_name, sha256, access_key, byte_size, mime_type, width, height, alt_text)
     select ${id('asset', 'n')}, $1::uuid, 'IMAGE', 'IMG_' || n || '.jpg', sha256(('asset ' || n)::bytea),
       md5('key ' || n), 250000, 'image/jpeg', 1600, 1200, case when n % 3 = 0 then 'Maize uz galda' end
     from generate_series(0, 49999) n`,
    workspaceId,
  );
  // Nine in the morning to six in the evening, every hour; the newest are drafts with a time.
  await run(
    `insert into posts (id, workspace_id, title, state, text, parts, tags, scheduled_at, schedule_time_zone, schedule_local, late_policy,
       strategy_id, pillar_id, campaign_id, search_stems, author_member_id, created_at, updated_at)
     select ${id('post', 'n')}, $1::uuid, 'Post ' || n,
       (case when local at time zone $3 < now() then 'PUBLISHED' when n % 4 = 0 then 'DRAFT' else 'SCHEDULED' end)::post_state,
       'Nr. ' || n || ': we open on Saturday, в субботу, and there is fresh bread, kafija ar kardamonu and music by the river until late ☕',
       '{}', '{}', local at time zone $3, $3, to_char(local, 'YYYY-MM-DD"T"HH24:MI:SS'), 'PUBLISH_LATE',
       ${id('strategy', '0')}, ${id('pillar', 'n % 6')},
       case when n % 2 = 0 then ${id('campaign', `n / (${String(calendarSize.postsADay)} * 30)`)} end,
       '{}', ${id('member', 'n % 5')}, local at time zone $3 - interval '9 days', local at time zone $3 - interval '9 days'
     from (
       select n, $2::date + n / ${String(calendarSize.postsADay)} + make_interval(hours => 9 + n % ${String(calendarSize.postsADay)}) as local
       from generate_series(0, ${String(calendarSize.posts)} - 1) n
     ) each`,
    workspaceId,
    first,
    timeZone,
  );
  // The first inherits all, the second has a text and media of its own.
  await run(
    `insert into post_variants (id, post_id, channel_id, position, text, parts, media_overrides)
     select ${id('variant', 'n * 2 + k')}, ${id('post', 'n')}, ${id('channel', `(n * 2 + k) % ${channels}`)}, k,
       case when k = 1 then 'Nr. ' || n || ' here: nāciet sestdienā, there is fresh bread, and coffee with cardamom by the river until late' end,
       '{}', k = 1
     from generate_series(0, ${String(calendarSize.posts)} - 1) n, generate_series(0, 1) k`,
  );
  // One for the post and two for its second variant, or two and one.
  await run(
    `insert into post_media (id, post_id, variant_id, asset_id, part, position, alt_text)
     select ${id('medium', 'n * 3 + k')}, ${id('post', 'n')}, case when k > n % 2 then ${id('variant', 'n * 2 + 1')} end,
       ${id('asset', '(n * 3 + k) % 50000')}, 0, k, null
     from generate_series(0, ${String(calendarSize.posts)} - 1) n, generate_series(0, 2) k`,
  );
  // One a week for every channel, at an hour at which no post goes out; every fifth turn is booked.
  await run(
    `insert into slots (id, channel_id, weekday, local_time, time_zone)
     select ${id('slot', 'n')}, ${id('channel', 'n')}, (enum_range(null::weekday))[1 + n % 7], '20:30', $1
     from generate_series(0, ${channels} - 1) n`,
    timeZone,
  );
  await run(
    `insert into slot_bookings (slot_id, "on", post_id)
     select ${id('slot', 'n')}, d::date, ${id('post', 'n')}
     from generate_series(0, ${channels} - 1) n, generate_series($1::date, $2::date, interval '1 day') d
     where n % 5 = 0 and extract(isodow from d) = 1 + n % 7`,
    from,
    to,
  );
  return { token, workspaceId, from, to, timeZone };
}
