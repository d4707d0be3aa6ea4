import { isTimeZone } from '../../domain/shared/time.ts';
import type { Shell } from '../ctx.ts';
import { issueMemberToken } from './session.ts';

export interface NewWorkspace {
  readonly name: string;
  readonly timeZone: string;
  readonly owner: { readonly displayName: string; readonly email: string };
}

/** Makes a workspace with its owner. Returns the owner's token, which is shown once and stored nowhere. */
export async function createWorkspace(
  shell: Pick<Shell, 'db' | 'newId'>,
  { name, timeZone, owner }: NewWorkspace,
): Promise<{ readonly workspaceId: string; readonly token: string }> {
  if (!isTimeZone(timeZone)) throw new RangeError(`"${timeZone}" is no IANA time zone; write one such as Europe/Riga.`);
  const workspaceId = shell.newId();
  const member = await shell.db.prisma.$transaction(async (tx) => {
    await tx.workspace.create({ data: { id: workspaceId, name, timeZone } });
    await tx.eventLog.create({ data: { workspaceId } });
    const person = await tx.person.upsert({
      where: { email: owner.email },
      create: { id: shell.newId(), ...owner },
      update: {},
    });
    return tx.member.create({ data: { id: shell.newId(), workspaceId, personId: person.id, role: 'OWNER' } });
  });
  return { workspaceId, token: await issueMemberToken(shell, member, `${owner.displayName}'s first token`) };
}
