import { ValidationFailed } from '../../domain/shared/errors.ts';
import { countryCode, settingsIssues, type WrittenSettings } from '../../domain/workspace/settings.ts';
import { observedCountries } from '../../infra/observances.ts';
import type { Ctx } from '../ctx.ts';
import { execute, type Executed } from '../execute.ts';
import { given } from '../given.ts';

/** Changes what of a workspace its people decide. What is absent stays. Times that posts have stay the instants that they are. */
export async function updateWorkspace(
  ctx: Ctx,
  input: WrittenSettings & { readonly idempotencyKey: string | null },
): Promise<Executed> {
  const { idempotencyKey, ...what } = input;
  const known = what.countries?.length ? await observedCountries() : new Set<string>();
  return execute(ctx, { name: 'updateWorkspace', idempotencyKey, input: what }, async (tx) => {
    const issues = settingsIssues(what, known);
    if (issues.length > 0) throw new ValidationFailed(issues);
    const { workspaceId: id } = ctx.viewer;
    const { name, timeZone, countries } = what;
    const codes = countries === undefined ? undefined : [...new Set((countries ?? []).map(countryCode))];
    await tx.workspace.update({
      where: { id },
      data: { ...(name && { name: name.trim() }), ...(timeZone && { timeZone }), ...given({ countries: codes }) },
    });
    const fields = Object.keys(given(what));
    const event = { type: 'WORKSPACE_UPDATED', subjectType: 'Workspace', subjectId: id, fields } as const;
    return { type: 'Workspace', ids: [id], events: [event] };
  });
}
